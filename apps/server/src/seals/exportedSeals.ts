import { appendFile, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { SealHead } from './seal.ts';

const FILE_NAME = 'paydesk-seals.jsonl';

const exportedSeal = z.object({
  seq: z.number().int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  sealedAt: z.coerce.date().optional(),
});

/** A seal as a file outside of the database has it. */
export type ExportedSeal = z.infer<typeof exportedSeal>;

/** Appends one line of JSON for each seal to `paydesk-seals.jsonl` in a folder, which is created if missing. */
export async function exportSeals(directory: string, seals: readonly SealHead[]): Promise<void> {
  if (seals.length === 0) return;
  await mkdir(directory, { recursive: true });
  await appendFile(join(directory, FILE_NAME), seals.map((seal) => `${JSON.stringify(seal)}\n`).join(''));
}

/** A line has about 600 characters. */
const END_BYTES = 262_144;

/** The seals of the last lines in such a folder, hundreds of them, the last one first; none without a file. */
export async function lastExportedSeals(directory: string): Promise<ExportedSeal[]> {
  const file = await open(join(directory, FILE_NAME)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (file === null) return [];
  try {
    const { size } = await file.stat();
    const { buffer, bytesRead } = await file.read({
      buffer: Buffer.alloc(END_BYTES),
      position: Math.max(0, size - END_BYTES),
    });
    const lines = buffer.subarray(0, bytesRead).toString('utf8').split('\n').toReversed();
    return lines.flatMap((line) => {
      const seal = exportedSeal.safeParse(jsonOrNull(line));
      return seal.success ? [seal.data] : [];
    });
  } finally {
    await file.close();
  }
}

function jsonOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/**
 * Reads such a file.
 * @throws Error naming the line that is no seal
 */
export async function readExportedSeals(path: string): Promise<ExportedSeal[]> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line.trim() !== '');
  return lines.map((line, index) => {
    try {
      return exportedSeal.parse(JSON.parse(line));
    } catch {
      throw new Error(`${path}, line ${index + 1}: this is not a seal`);
    }
  });
}
