import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** The packages as they would be published. */
    tarballs: { testing: string; client: string };
    /** An empty project with both installed. */
    project: string;
  }
}

const packages = resolve(import.meta.dirname, '../../..');

/** Builds and packs the packages as `pnpm publish` would, and installs them into an empty project. */
export default function packKit(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-kit-'));
  chmodSync(folder, 0o711);
  const tarballs = { testing: packed(folder, 'testing'), client: packed(folder, 'client') };
  const home = join(folder, 'project');
  mkdirSync(home);
  // Both at once: npm would ask a registry for the client otherwise.
  run('npm', ['init', '--yes'], home);
  const words = ['install', '--offline', '--no-audit', '--no-fund', tarballs.client, tarballs.testing];
  run('npm', words, home);
  project.provide('tarballs', tarballs);
  project.provide('project', home);
  return () => rmSync(folder, { recursive: true, force: true });
}

function packed(folder: string, name: string): string {
  const into = join(folder, name);
  mkdirSync(into);
  run('pnpm', ['pack', '--pack-destination', into], join(packages, name));
  const [file] = readdirSync(into).filter((entry) => entry.endsWith('.tgz'));
  if (file === undefined) throw new Error(`nothing was packed into ${into}`);
  return join(into, file);
}

function run(command: string, words: string[], cwd: string): void {
  execFileSync(command, words, { cwd, stdio: 'pipe', encoding: 'utf8' });
}
