import { createHash } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { mkdir, open, readdir, type FileHandle } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import type { BackedUpFile } from './manifest.ts';

/** Their contents are of no use to another server, and PostgreSQL makes them again; the folders are needed. */
const EMPTY_FOLDERS = new Set([
  'pg_wal',
  'pg_dynshmem',
  'pg_notify',
  'pg_replslot',
  'pg_serial',
  'pg_snapshots',
  'pg_stat_tmp',
  'pg_subtrans',
]);
const LEFT_OUT =
  /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map(\.old)?|.*\.signal|pg_internal\.init.*|pgsql_tmp.*)$/;
/** It says how far the log has to be read at least: copied when all else is. */
const LAST = 'global/pg_control';
const CHUNK_BYTES = 1 << 20;
/** Each waits for the disk. */
const AT_ONCE = 16;

/**
 * Copies the files of a running server, between `pg_backup_start` and `pg_backup_stop`. What they hold may be of
 * different moments: the log that belongs to the backup makes them right.
 */
export const copyRunning = async (from: string, to: string): Promise<BackedUpFile[]> =>
  await copyFiles(from, to, ({ top, name }) => EMPTY_FOLDERS.has(top) || LEFT_OUT.test(name));

/** Copies the files of a backup. */
export const copyBackup = async (from: string, to: string): Promise<BackedUpFile[]> =>
  await copyFiles(from, to, () => false);

async function copyFiles(
  from: string,
  to: string,
  leavesOut: (file: { top: string; name: string }) => boolean,
): Promise<BackedUpFile[]> {
  await mkdir(to, { recursive: true, mode: 0o700 });
  const paths: string[] = [];
  for (const entry of await entriesIn(from)) {
    const path = relative(from, join(entry.parentPath, entry.name)).replaceAll(sep, '/');
    const [top = ''] = path.split('/');
    if (entry.isSymbolicLink()) throw new Error(`${path} is outside the data folder: it cannot be backed up`);
    if (entry.isDirectory()) {
      if (path === top || !leavesOut({ top, name: '' }))
        await mkdir(join(to, path), { recursive: true, mode: 0o700 });
    } else if (path !== LAST && !leavesOut({ top, name: entry.name })) paths.push(path);
  }
  const copied: BackedUpFile[] = [];
  const copy = async (path: string) => {
    const file = await copyFile(from, to, path);
    if (file !== null) copied.push(file);
  };
  for (let done = 0; done < paths.length; done += AT_ONCE)
    await Promise.all(paths.slice(done, done + AT_ONCE).map(copy));
  await copy(LAST);
  return copied;
}

/** Copies a file, readable by us alone, and returns what it holds; null when PostgreSQL has removed it meanwhile. */
export async function copyFile(from: string, to: string, path: string): Promise<BackedUpFile | null> {
  const source = await open(join(from, path), 'r').catch(missing);
  if (source === null) return null;
  try {
    return await write(join(to, path), path, chunksOf(source));
  } finally {
    await source.close();
  }
}

/** Writes a file that is on the disk when this returns. */
export async function writeFile(to: string, path: string, text: string): Promise<BackedUpFile> {
  return await write(join(to, path), path, [Buffer.from(text)]);
}

async function write(
  target: string,
  path: string,
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<BackedUpFile> {
  await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const file = await open(target, 'wx', 0o600);
  try {
    const hash = createHash('sha256');
    let size = 0;
    for await (const chunk of chunks) {
      await file.writeFile(chunk);
      hash.update(chunk);
      size += chunk.length;
    }
    await file.sync();
    return { path, size, sha256: hash.digest('hex') };
  } finally {
    await file.close();
  }
}

async function* chunksOf(source: FileHandle): AsyncGenerator<Buffer> {
  const buffer = Buffer.alloc(CHUNK_BYTES);
  for (;;) {
    const { bytesRead } = await source.read(buffer, 0, CHUNK_BYTES, null);
    if (bytesRead === 0) return;
    yield buffer.subarray(0, bytesRead);
  }
}

/** Folders before what is in them. One that PostgreSQL removes meanwhile is left out. */
async function entriesIn(folder: string): Promise<Dirent[]> {
  const entries = (await readdir(folder, { withFileTypes: true }).catch(missing)) ?? [];
  const inFolders = await Promise.all(
    entries
      .filter((entry) => entry.isDirectory())
      .map(async ({ name }) => await entriesIn(join(folder, name))),
  );
  return [...entries, ...inFolders.flat()];
}

function missing(error: NodeJS.ErrnoException): null {
  if (error.code === 'ENOENT') return null;
  throw error;
}
