import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

/** The oldest Node.js of each line that `engines` allows, and the one that the repository uses. */
export const NODE_VERSIONS = ['20.19.0', '22.12.0', process.versions.node];

const cache = resolve(import.meta.dirname, '../../node_modules/.cache/node');

/** The path of this version, installed from npm the first time; null where it cannot be had. */
export function nodeOfVersion(version: string): string | null {
  if (version === process.versions.node) return process.execPath;
  if (process.platform !== 'linux') return null;
  const folder = join(cache, version);
  const name = `node-linux-${process.arch}`;
  const node = join(folder, 'node_modules', name, 'bin/node');
  if (!existsSync(node)) install(folder, `${name}@${version}`);
  return existsSync(node) ? node : null;
}

function install(folder: string, spec: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{}');
  const words = ['install', '--prefer-offline', '--no-save', '--no-package-lock', '--ignore-scripts', spec];
  try {
    execFileSync('npm', words, { cwd: folder, stdio: 'pipe', timeout: 60_000 });
  } catch {
    // No registry: the test says that it was skipped.
  }
}
