import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Notes that the database is about to be an earlier one: until the desk has it on record, no server may run on it. */
export const beginRestore = (dataDir: string): void =>
  writeFileSync(fileIn(dataDir), `${new Date().toISOString()}\n`, { mode: 0o600, flush: true });

/** The restore is on record. */
export const finishRestore = (dataDir: string): void => rmSync(fileIn(dataDir), { force: true });

/** @throws Error when a restore was interrupted before it was on record: servers would send again what was sent */
export function requireFinishedRestore(dataDir: string): void {
  if (existsSync(fileIn(dataDir)))
    throw new Error(
      'A restore of the database was interrupted before it was on record. Repeat “paydesk restore”, with --move-aside, before the desk starts.',
    );
}

const fileIn = (dataDir: string): string => join(dataDir, 'restore.unfinished');
