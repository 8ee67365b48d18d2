import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { storedBackups } from '@paydesk/data-folder';
import { readManifest, type Manifest } from './manifest.ts';
import { walFolder } from './walArchive.ts';
import { numberOf, SEGMENT, segmentsBetween } from './walNames.ts';

/**
 * Removes the backups of a cluster but the newest, and the archived log that only they needed. Other clusters' stay.
 * Returns the names of those that were removed.
 */
export async function removeOldBackups({
  backupDir,
  system,
  keep,
}: {
  backupDir: string;
  system: string;
  keep: number;
}): Promise<string[]> {
  const own: { name: string; manifest: Manifest }[] = [];
  for (const { name } of await storedBackups(backupDir)) {
    const manifest = await readManifest(join(backupDir, name));
    if (manifest.system === system) own.push({ name, manifest });
  }
  const oldest = own[Math.min(keep, own.length) - 1];
  if (oldest === undefined) return [];
  const removed = own.slice(keep).map(({ name }) => name);
  for (const name of removed) await rm(join(backupDir, name), { recursive: true });
  await removeLogBefore(walFolder(backupDir, system), oldest.manifest);
  return removed;
}

async function removeLogBefore(folder: string, manifest: Manifest): Promise<void> {
  const { timeline, segmentBytes, startLsn: start, endLsn: end } = manifest;
  const [first = ''] = segmentsBetween({ timeline, segmentBytes, start, end });
  for (const name of await readdir(folder)) {
    const segment = name.slice(0, 24);
    if (!name.endsWith('.gz') || !SEGMENT.test(segment)) continue;
    // Of every timeline: none of the backups that are left begins before this one.
    if (numberOf(segment, segmentBytes) < numberOf(first, segmentBytes)) await rm(join(folder, name));
  }
}
