import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { pack, run } from '../../../client/e2e/support/tarball.ts';

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
  const packed = (name: string) => pack(join(packages, name), join(folder, name));
  const tarballs = { testing: packed('testing'), client: packed('client') };
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
