import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';

const envFile = resolve(import.meta.dirname, '../../../../.env');

/**
 * Ends the process when this could be a real desk: a sandbox moves its clock and makes up money. Nothing else of the
 * environment reaches it: its database, keys and ports are its own.
 */
export function requireNoRealDesk(): void {
  const file = existsSync(envFile) ? parseEnv(readFileSync(envFile, 'utf8')) : {};
  const env: NodeJS.Dict<string> = { ...file, ...process.env };
  const problem =
    env['NODE_ENV'] === 'production'
      ? 'NODE_ENV is “production”'
      : env['NOWPAYMENTS_API_KEY']
        ? 'NOWPAYMENTS_API_KEY is set, which connects a real provider'
        : null;
  if (problem === null) return;
  process.stderr.write(`A sandbox does not start here: ${problem}. Run it where no real desk runs.\n`);
  process.exit(1);
}

/** Holds what is made once and used by every sandbox of this account. */
export function cacheFolder(): string {
  const { PAYDESK_CACHE_DIR, XDG_CACHE_HOME } = process.env;
  if (PAYDESK_CACHE_DIR) return resolve(PAYDESK_CACHE_DIR);
  return join(XDG_CACHE_HOME || join(homedir(), '.cache'), 'paydesk');
}
