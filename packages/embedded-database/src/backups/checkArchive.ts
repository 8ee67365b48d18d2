import { createReadStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import type { Manifest } from './manifest.ts';
import { isOnPath, pathOf } from './timelines.ts';
import { numberOf, SEGMENT, segmentsBetween } from './walNames.ts';

/**
 * Checks that the archived log goes on from the end of a backup without a gap, and that each part can be read:
 * PostgreSQL takes the first part that it cannot get for the end of the log, and would restore less than there is.
 * @param target the timeline that is restored; null: the latest
 * @throws Error naming the first part that is missing or damaged
 */
export async function checkArchive(
  folder: string,
  manifest: Manifest,
  target: number | null = null,
): Promise<void> {
  const { timeline, segmentBytes, startLsn: start, endLsn: end } = manifest;
  const last = segmentsBetween({ timeline, segmentBytes, start, end }).at(-1) ?? '';
  const numberAt = (name: string) => numberOf(name, segmentBytes);
  const path = (await pathOf(folder, manifest, target)) ?? [];
  const later = (await archived(folder)).filter(
    (name) => numberAt(name) > numberAt(last) && isOnPath(path, name, segmentBytes),
  );
  let expected = numberAt(last) + 1n;
  for (const name of later.toSorted((a, b) => Number(numberAt(a) - numberAt(b)))) {
    // The part in which a timeline begins can be there for two.
    if (numberAt(name) > expected)
      throw new Error(
        `The archived log ${folder} has a gap before ${name}. Give --to with a time before it, or restore an other backup.`,
      );
    if ((await sizeOf(join(folder, `${name}.gz`))) !== segmentBytes)
      throw new Error(
        `${join(folder, name)}.gz is damaged: the log ends there. Give --to with a time before it.`,
      );
    expected = numberAt(name) + 1n;
  }
}

async function archived(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names
    .filter((name) => name.endsWith('.gz'))
    .map((name) => name.slice(0, -'.gz'.length))
    .filter((name) => SEGMENT.test(name));
}

/** Uncompressed; null when it is damaged. */
async function sizeOf(path: string): Promise<number | null> {
  let size = 0;
  try {
    const content = createReadStream(path).pipe(createGunzip());
    for await (const chunk of content as AsyncIterable<Buffer>) size += chunk.length;
    return size;
  } catch (error) {
    if (String((error as NodeJS.ErrnoException).code).startsWith('Z_')) return null;
    throw error;
  }
}
