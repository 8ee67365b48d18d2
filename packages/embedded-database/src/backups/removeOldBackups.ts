import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { storedBackups, walFolder } from '@paydesk/data-folder';
import { readManifest, type Manifest } from './manifest.ts';
import { bytesOf, numberOf, SEGMENT } from './walNames.ts';

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
  const removed = own.slice(keep).map(({ name }) => name);
  for (const name of removed) await rm(join(backupDir, name), { recursive: true });
  await removeLogBefore(
    walFolder(backupDir, system),
    own.slice(0, keep).map(({ manifest }) => manifest),
  );
  return removed;
}

/**
 * Of every timeline, what is before the beginning of all these backups. After a restore to an earlier time a newer backup
 * may begin before an older one.
 */
async function removeLogBefore(folder: string, kept: readonly Manifest[]): Promise<void> {
  const [segmentBytes] = kept.map((manifest) => manifest.segmentBytes);
  if (segmentBytes === undefined) return;
  const [first = 0n] = kept.map(firstPartOf).toSorted((a, b) => (a < b ? -1 : 1));
  for (const name of await readdir(folder)) {
    const segment = name.slice(0, 24);
    if (!name.endsWith('.gz') || !SEGMENT.test(segment)) continue;
    if (numberOf(segment, segmentBytes) < first) await rm(join(folder, name));
  }
}

const firstPartOf = ({ startLsn, segmentBytes }: Manifest): bigint =>
  bytesOf(startLsn) / BigInt(segmentBytes);
