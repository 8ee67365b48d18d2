import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Failure } from './failure.ts';

const root = join(import.meta.dirname, '../..');
const admin = join(root, 'apps/admin');
const stampFile = join(admin, 'dist/.built-from');

/** Everything that the built app is made from. */
const sources = [
  'apps/admin/{src,public}/**/*',
  'apps/admin/{index.html,package.json,tsconfig.json,vite.config.ts}',
  'packages/{types,client}/src/**/*.ts',
  'pnpm-lock.yaml',
  'tsconfig.base.json',
];

/** Whether the built admin app is missing, or was made from other sources than those that are here now. */
export function adminIsStale(): boolean {
  if (!existsSync(join(admin, 'dist/index.html')) || !existsSync(stampFile)) return true;
  return readFileSync(stampFile, 'utf8') !== hashOfSources();
}

/** Builds the admin app; what the build says is shown only when it fails. */
export async function buildAdmin(signal?: AbortSignal): Promise<void> {
  const stamp = hashOfSources();
  await runVite(signal);
  writeFileSync(stampFile, stamp);
}

function hashOfSources(): string {
  const hash = createHash('sha256');
  const files = globSync(sources, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).toSorted()) {
    hash.update(`${path.slice(root.length)}\0`).update(readFileSync(path)).update('\0');
  }
  return hash.digest('hex');
}

function runVite(signal?: AbortSignal): Promise<void> {
  const require = createRequire(join(admin, 'package.json'));
  const vite = join(require.resolve('vite/package.json'), '../bin/vite.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: admin,
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: undefined },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(signal ? { signal } : {}),
    });
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else reject(new Failure(`The admin app could not be built:\n${output.trim()}`));
    });
  });
}
