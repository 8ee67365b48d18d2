import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/**
 * SHA-256 of each file, by its path, in the order of the paths given.
 * @throws Error when a file cannot be read
 */
export function hashesOf(paths: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    paths.map((path) => [path, createHash('sha256').update(readFileSync(path)).digest('base64')]),
  );
}
