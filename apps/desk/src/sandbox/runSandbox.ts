import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { Staff } from '@paydesk/server/domain';
import { SERVICE_SCOPES } from '@paydesk/types';
import { z } from 'zod';
import { newApiKey } from './controls/people.ts';
import { startControlServer, type SandboxInfo } from './controlServer.ts';
import type { SandboxDatabase } from './database/openSandboxDatabase.ts';
import { openSandbox, type Sandbox } from './openSandbox.ts';
import { CHOOSABLE_SETTINGS, type ChosenSettings } from './sandboxSettings.ts';
import type { ControlledClock } from './time/controlledClock.ts';

/** What `--json` prints in one line. */
interface Ready extends SandboxInfo {
  /** The control address, with its token. */
  control: string;
  pid: number;
}

/**
 * Runs a sandbox until Ctrl-C, or the end of standard input with `--attached`: then the process that started it has
 * ended, however it did. Returns the exit code.
 */
export async function runSandbox({
  clock,
  database,
  words,
}: {
  clock: ControlledClock;
  database: Promise<SandboxDatabase>;
  words: string[];
}): Promise<number> {
  const { promise: stopped, resolve: stop } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => stop());
  let sandbox: Sandbox | null = null;
  try {
    const { port, json, attached, chosen } = readOptions(words);
    if (attached) process.stdin.resume().once('end', stop).once('error', stop);
    sandbox = await openSandbox({ clock, database: await database, chosen, port });
    const token = `sbx_${randomBytes(24).toString('base64url')}`;
    const info = await infoOf(sandbox);
    const control = await startControlServer(sandbox, { info, token });
    const ready: Ready = { ...info, control: `${control.url}/?token=${token}`, pid: process.pid };
    process.stdout.write(json ? `${JSON.stringify(ready)}\n` : textOf(ready));
    await stopped;
    await control.close();
    return 0;
  } catch (error) {
    process.stderr.write(`${messageOf(error)}\n`);
    return 1;
  } finally {
    await (sandbox === null ? stopUnused(database) : sandbox.close());
  }
}

async function stopUnused(database: Promise<SandboxDatabase>): Promise<void> {
  await database.then(async ({ stop }) => await stop()).catch(() => {});
}

const chosenSettings = z
  .string()
  .transform((text, { addIssue }) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      addIssue('--settings must be JSON, such as {"PARTIAL_PAYMENTS":"suspense"}');
      return z.NEVER;
    }
  })
  .pipe(z.partialRecord(z.enum(CHOOSABLE_SETTINGS), z.string()));

function readOptions(words: string[]): {
  port: number | null;
  json: boolean;
  attached: boolean;
  chosen: ChosenSettings;
} {
  const { values } = parseArgs({
    args: words,
    options: {
      port: { type: 'string' },
      settings: { type: 'string', default: '{}' },
      json: { type: 'boolean', default: false },
      attached: { type: 'boolean', default: false },
    },
  });
  return {
    json: values.json,
    attached: values.attached,
    port: values.port === undefined ? null : Number(values.port),
    chosen: chosenSettings.parse(values.settings),
  };
}

async function infoOf(sandbox: Sandbox): Promise<SandboxInfo> {
  const { ctx, admin } = sandbox;
  const { key } = await newApiKey(sandbox, { name: 'sandbox', scopes: [...SERVICE_SCOPES] });
  const { id } = await Staff.query(ctx.knex).findOne({ email: admin.email }).throwIfNotFound();
  return { url: ctx.settings.publicUrl, apiKey: key, admin: { id, ...admin } };
}

function textOf({ url, control, apiKey, admin }: Ready): string {
  const rows = [
    ['Desk', url],
    ['API key', `${apiKey}   (may do everything that an app may do)`],
    ['Admin', `${admin.email}   ${admin.password}`],
    ['Control', `${control}   (PAYDESK_SANDBOX of the test kit)`],
    ['Stop', 'Ctrl-C: everything in it is gone then'],
  ];
  const lines = rows.map(([label = '', text]) => `    ${label.padEnd(10)}${text}`);
  return `\n  A sandbox is running: made-up money, its own clock\n\n${lines.join('\n')}\n\n`;
}

/** Mistakes of a person are explained; a defect shows where it arose. */
function messageOf(error: unknown): string {
  if (error instanceof z.ZodError) return z.prettifyError(error);
  if (!(error instanceof Error)) return String(error);
  return error.constructor.name === 'SettingsError' ? error.message : (error.stack ?? error.message);
}
