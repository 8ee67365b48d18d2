import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readdir, readFile, rename } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { MANIFEST } from '@paydesk/data-folder';

/** What a backup consists of. */
export interface Manifest {
  version: 1;
  /** Of PostgreSQL, such as `18.4`. */
  postgres: string;
  system: string;
  startedAt: string;
  endedAt: string;
  /** Positions in the log such as `0/2000028`. */
  startLsn: string;
  endLsn: string;
  timeline: number;
  segmentBytes: number;
  /** What the maker adds, such as which secret belongs to it; no secrets. */
  facts: Record<string, string>;
  files: BackedUpFile[];
}

export interface BackedUpFile {
  /** From the folder of the data, with slashes. */
  path: string;
  size: number;
  /** SHA-256, hex. */
  sha256: string;
}

export const dataOf = (folder: string): string => join(folder, 'data');

/** @throws Error when it cannot be read */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), 'utf8').catch((error: unknown) => {
    throw new Error(`${folder} is not a finished backup: it has no ${MANIFEST}`, { cause: error });
  });
  const manifest = parse(text);
  if (manifest?.version !== 1 || !Array.isArray(manifest.files))
    throw new Error(`${join(folder, MANIFEST)} is damaged`);
  return manifest;
}

/** Makes the folder a backup: all else has to be on the disk. */
export async function writeManifest(folder: string, manifest: Manifest): Promise<void> {
  const draft = join(folder, `${MANIFEST}.draft`);
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(manifest, null, 1)}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(draft, join(folder, MANIFEST));
}

/**
 * Reads every file of a backup.
 * @throws Error naming the first file that is missing, added or different
 */
export async function checkBackup(folder: string, { files }: Manifest): Promise<void> {
  const listed = new Set(files.map(({ path }) => path));
  for (const { path, size, sha256 } of files) {
    const found = await digestOf(join(dataOf(folder), path));
    if (found === null) throw new Error(`The backup ${folder} is damaged: ${path} is missing`);
    if (found.size !== size || found.sha256 !== sha256)
      throw new Error(`The backup ${folder} is damaged: ${path} is not as it was written`);
  }
  const entries = await readdir(dataOf(folder), { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const path = relative(dataOf(folder), join(entry.parentPath, entry.name)).replaceAll(sep, '/');
    if (!entry.isDirectory() && !listed.has(path))
      throw new Error(`The backup ${folder} is damaged: ${path} was added to it`);
  }
}

async function digestOf(path: string): Promise<{ size: number; sha256: string } | null> {
  const hash = createHash('sha256');
  let size = 0;
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      hash.update(chunk);
      size += chunk.length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
  return { size, sha256: hash.digest('hex') };
}

function parse(text: string): Manifest | null {
  try {
    return JSON.parse(text) as Manifest;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
