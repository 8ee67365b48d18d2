import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Manifest } from './manifest.ts';
import { bytesOf, numberOf, SEGMENT } from './walNames.ts';

const unzip = promisify(gunzip);

/** A stretch of the log on one timeline: PostgreSQL begins a new one with each restore to an earlier time. */
export interface Stretch {
  timeline: number;
  /** The position at which the next one goes on; null: the log goes on here. */
  end: bigint | null;
}

/**
 * The timelines that a restore of a backup passes through. Null: the last one does not go on from this backup, because a
 * restore went back to before its end.
 * @param target the last one; null: the latest, as PostgreSQL finds it by the archived histories
 * @throws Error naming those that the archived log has, when it does not have the target
 */
export async function pathOf(
  wal: string,
  { timeline, endLsn }: Manifest,
  target: number | null,
): Promise<Stretch[] | null> {
  if (target !== null) await requireTimeline(wal, target);
  const last = target ?? (await latestAfter(wal, timeline));
  if (last === timeline) return [{ timeline, end: null }];
  const earlier = await historyOf(wal, last);
  const own = earlier.findIndex((stretch) => stretch.timeline === timeline);
  if (own === -1 || (earlier[own]?.end ?? 0n) < bytesOf(endLsn)) return null;
  return [...earlier.slice(own), { timeline: last, end: null }];
}

/** Whether a part of the log is read on this way. Of the part in which a timeline begins either one serves. */
export function isOnPath(path: readonly Stretch[], segment: string, segmentBytes: number): boolean {
  const number = numberOf(segment, segmentBytes);
  const partAt = (position: bigint) => position / BigInt(segmentBytes);
  const index = path.findIndex(({ timeline }) => timeline === timelineOf(segment));
  const stretch = path[index];
  if (stretch === undefined) return false;
  const begin = path[index - 1]?.end ?? 0n;
  return number >= partAt(begin) && (stretch.end === null || number <= partAt(stretch.end));
}

async function latestAfter(wal: string, timeline: number): Promise<number> {
  const names = await namesIn(wal);
  let latest = timeline;
  while (names.includes(historyName(latest + 1))) latest += 1;
  return latest;
}

/** The first has no history; a later one may have no log yet. */
async function requireTimeline(wal: string, timeline: number): Promise<void> {
  const names = (await namesIn(wal)).filter((name) => SEGMENT.test(name) || name.endsWith('.history'));
  const known = [...new Set(names.map(timelineOf))].toSorted((a, b) => a - b);
  if (!known.includes(timeline))
    throw new Error(
      `The archived log ${wal} has no timeline ${timeline}. It has: ${known.join(', ') || 'none'}.`,
    );
}

/** From the file that PostgreSQL writes when a timeline begins: a line for each before it. */
async function historyOf(wal: string, timeline: number): Promise<{ timeline: number; end: bigint }[]> {
  if (timeline === 1) return [];
  const text = (await unzip(await readFile(join(wal, `${historyName(timeline)}.gz`)))).toString();
  return text.split('\n').flatMap((line) => {
    const [, before, end] = /^\s*(\d+)\s+([0-9A-F]+\/[0-9A-F]+)/i.exec(line) ?? [];
    return before === undefined || end === undefined ? [] : [{ timeline: Number(before), end: bytesOf(end) }];
  });
}

const historyName = (timeline: number) => `${timeline.toString(16).toUpperCase().padStart(8, '0')}.history`;

const timelineOf = (name: string) => Number.parseInt(name.slice(0, 8), 16);

/** Without the ending of the compression; none if there is no such folder. */
async function namesIn(wal: string): Promise<string[]> {
  const names = await readdir(wal).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => name.endsWith('.gz')).map((name) => name.slice(0, -'.gz'.length));
}
