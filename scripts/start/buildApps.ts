import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Failure } from './failure.ts';

const root = join(import.meta.dirname, '../..');

/** A browser app: what people call it, and everything that it is built from. */
interface App {
  name: string;
  folder: string;
  /** A file that every build has. */
  entry: string;
  sources: string[];
}

const common = ['pnpm-lock.yaml', 'tsconfig.base.json'];

const apps: readonly App[] = [
  {
    name: 'admin app',
    folder: join(root, 'apps/admin'),
    entry: 'dist/index.html',
    sources: [
      'apps/admin/{src,public}/**/*',
      'apps/admin/{index.html,package.json,tsconfig.json,vite.config.ts}',
      'packages/{types,client}/src/**/*.ts',
      ...common,
    ],
  },
  {
    name: 'checkout page',
    folder: join(root, 'apps/checkout'),
    entry: 'dist/manifest.json',
    sources: [
      'apps/checkout/src/**/*',
      'apps/checkout/{package.json,tsconfig.json,vite.config.ts}',
      ...common,
    ],
  },
];

/** The apps whose build is missing, or was made from other sources than those that are here now. */
export function staleApps(): readonly App[] {
  return apps.filter(
    (app) =>
      !existsSync(join(app.folder, app.entry)) ||
      !existsSync(stampOf(app)) ||
      readFileSync(stampOf(app), 'utf8') !== hashOfSources(app),
  );
}

/** Builds an app; what the build says is shown only when it fails. */
export async function buildApp(app: App, signal?: AbortSignal): Promise<void> {
  const stamp = hashOfSources(app);
  await runVite(app, signal);
  writeFileSync(stampOf(app), stamp);
}

const stampOf = (app: App) => join(app.folder, 'dist/.built-from');

function hashOfSources({ sources }: App): string {
  const hash = createHash('sha256');
  const files = globSync(sources, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).toSorted()) {
    hash
      .update(`${path.slice(root.length)}\0`)
      .update(readFileSync(path))
      .update('\0');
  }
  return hash.digest('hex');
}

function runVite({ name, folder }: App, signal?: AbortSignal): Promise<void> {
  const require = createRequire(join(folder, 'package.json'));
  const vite = join(require.resolve('vite/package.json'), '../bin/vite.js');
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
      cwd: folder,
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
      else reject(new Failure(`The ${name} could not be built:\n${output.trim()}`));
    });
  });
}
