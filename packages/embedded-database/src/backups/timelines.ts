import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import type { Manifest } from './manifest.ts';
import { bytesOf, SEGMENT } from './walNames.ts';

const unzip = promisify(gunzip);

/** A timeline that another one has branched off from. */
interface Ancestor {
  timeline: number;
  /** The position in the log up to which both are the same. */
  until: bigint;
}

/**
 * Whether a backup can be restored to a timeline: it is of that timeline, or of one that it branched off from later.
 * @throws Error naming those that the archived log has, when it does not have this one
 */
export async function reachesTimeline(
  folder: string,
  timeline: number,
): Promise<(backup: Manifest) => boolean> {
  const known = await timelinesIn(folder);
  if (!known.includes(timeline))
    throw new Error(
      `The archived log ${folder} has no timeline ${timeline}. It has: ${known.join(', ') || 'none'}.`,
    );
  const ancestors = await ancestorsOf(folder, timeline);
  return (backup) =>
    backup.timeline === timeline ||
    ancestors.some((one) => one.timeline === backup.timeline && bytesOf(backup.endLsn) <= one.until);
}

/** The first has no history; a later one may have no log yet. */
async function timelinesIn(folder: string): Promise<number[]> {
  const names = (await readdir(folder).catch((): string[] => [])).map((name) => name.replace(/\.gz$/, ''));
  const numbers = names
    .filter((name) => SEGMENT.test(name) || /^[0-9A-F]{8}\.history$/.test(name))
    .map((name) => Number.parseInt(name.slice(0, 8), 16));
  return [...new Set(numbers)].toSorted((a, b) => a - b);
}

/** From the file that PostgreSQL writes when a timeline begins: a line for each before it. */
async function ancestorsOf(folder: string, timeline: number): Promise<Ancestor[]> {
  if (timeline === 1) return [];
  const name = `${timeline.toString(16).toUpperCase().padStart(8, '0')}.history.gz`;
  const text = (await unzip(await readFile(join(folder, name)))).toString();
  return text.split('\n').flatMap((line) => {
    const [, before, position] = /^\s*(\d+)\s+([\dA-F]+\/[\dA-F]+)/.exec(line) ?? [];
    return before === undefined || position === undefined
      ? []
      : [{ timeline: Number(before), until: bytesOf(position) }];
  });
}
