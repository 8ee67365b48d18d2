import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Manifest } from './manifest.ts';
import { bytesOf, numberOf } from './walNames.ts';

/** A stretch of the log on one timeline: PostgreSQL begins a new one with each restore to an earlier time. */
export interface Stretch {
  timeline: number;
  /** The position at which the next one goes on; null: the log goes on here. */
  end: bigint | null;
}

/**
 * The timelines that a restore of a backup passes through up to the newest, as PostgreSQL chooses it by the archived
 * histories. Null: a later restore went back to before the end of this backup, so that it leads nowhere.
 */
export async function pathOf(wal: string, { timeline, endLsn }: Manifest): Promise<Stretch[] | null> {
  let newest = timeline;
  let history = '';
  for (let next: string | null = ''; next !== null;) {
    next = await readHistory(wal, newest + 1);
    if (next === null) continue;
    history = next;
    newest += 1;
  }
  if (newest === timeline) return [{ timeline, end: null }];
  const earlier = history.split('\n').flatMap((line) => {
    const [, id, end] = /^\s*(\d+)\s+([0-9A-F]+\/[0-9A-F]+)/i.exec(line) ?? [];
    return id === undefined || end === undefined ? [] : [{ timeline: Number(id), end: bytesOf(end) }];
  });
  const own = earlier.findIndex((stretch) => stretch.timeline === timeline);
  if (own === -1 || (earlier[own]?.end ?? 0n) < bytesOf(endLsn)) return null;
  return [...earlier.slice(own), { timeline: newest, end: null }];
}

/** Whether a part of the log is read on this way. Of the part in which a timeline begins either one serves. */
export function isOnPath(path: readonly Stretch[], segment: string, segmentBytes: number): boolean {
  const number = numberOf(segment, segmentBytes);
  const partAt = (position: bigint) => position / BigInt(segmentBytes);
  const index = path.findIndex(({ timeline }) => timeline === Number.parseInt(segment.slice(0, 8), 16));
  const stretch = path[index];
  if (stretch === undefined) return false;
  const begin = path[index - 1]?.end ?? 0n;
  return number >= partAt(begin) && (stretch.end === null || number <= partAt(stretch.end));
}

/** Null: no timeline of this number was begun, as far as the archive says. */
async function readHistory(wal: string, timeline: number): Promise<string | null> {
  const name = `${timeline.toString(16).toUpperCase().padStart(8, '0')}.history.gz`;
  try {
    return (await promisify(gunzip)(await readFile(join(wal, name)))).toString('utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
