import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { livePid, ownMark } from '@paydesk/data-folder';

/** Notes that this process uses the database; returns the note's path. Call under the database's lock. */
export function addHolder(folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const note = join(folder, randomBytes(8).toString('hex'));
  writeFileSync(note, ownMark(), { mode: 0o600 });
  return note;
}

/**
 * How many living processes use the database; notes of dead ones are removed. Call under the database's lock.
 */
export function countHolders(folder: string): number {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  return readdirSync(folder).filter((name) => isHeld(join(folder, name))).length;
}

export function removeHolder(note: string): void {
  rmSync(note, { force: true });
}

function isHeld(note: string): boolean {
  if (livePid(readFileSync(note, 'utf8')) !== null) return true;
  rmSync(note, { force: true });
  return false;
}
