import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Written last: a folder without it is not a backup. */
export const MANIFEST = 'manifest.json';

/** A finished backup of the embedded database. */
export interface StoredBackup {
  /** The name of its folder, which begins with the time. */
  name: string;
  endedAt: Date;
}

/** The finished backups in a folder, the newest first; none if there is no such folder. */
export async function storedBackups(backupDir: string): Promise<StoredBackup[]> {
  const found = await Promise.all(
    (await foldersIn(backupDir)).map(async (name) => await read(backupDir, name)),
  );
  return found
    .filter((backup) => backup !== null)
    .toSorted((a, b) => b.endedAt.getTime() - a.endedAt.getTime());
}

/** When the newest backup ended; null when there is none. */
export async function lastBackupAt(backupDir: string): Promise<Date | null> {
  return (await storedBackups(backupDir))[0]?.endedAt ?? null;
}

async function foldersIn(backupDir: string): Promise<string[]> {
  const entries = await readdir(backupDir, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return entries.filter((entry) => entry.isDirectory() && /^\d{4}-/.test(entry.name)).map(({ name }) => name);
}

async function read(backupDir: string, name: string): Promise<StoredBackup | null> {
  try {
    const { endedAt } = JSON.parse(await readFile(join(backupDir, name, MANIFEST), 'utf8')) as {
      endedAt: string;
    };
    const at = new Date(endedAt);
    return Number.isNaN(at.getTime()) ? null : { name, endedAt: at };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof SyntaxError || code === 'ENOENT') return null;
    throw error;
  }
}
