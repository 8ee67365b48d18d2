import { cpSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { pack, packedBy, run } from './tarball.ts';

declare module 'vitest' {
  interface ProvidedContext {
    tarballs: Tarballs;
  }
}

/** Paths of tarballs: the two packages as they would be published, and what they depend on. */
export interface Tarballs {
  client: string;
  types: string;
  zod: string;
  decimal: string;
}

const packages = resolve(import.meta.dirname, '../../..');

/**
 * Builds and packs the packages as `pnpm publish` would. Their dependencies are packed from what is installed here, so
 * that the projects of the tests need no registry.
 */
export default function packPackages(project: TestProject): () => void {
  const folder = mkdtempSync(join(tmpdir(), 'paydesk-packages-'));
  const ours = (name: string) => pack(join(packages, name), join(folder, name));
  const theirs = (name: string) => {
    const into = join(folder, name);
    return packedBy(into, () => {
      cpSync(realpathSync(join(packages, 'types/node_modules', name)), join(into, 'package'), {
        recursive: true,
      });
      run('tar', ['-czf', `${name}.tgz`, 'package'], into);
    });
  };
  project.provide('tarballs', {
    client: ours('client'),
    types: ours('types'),
    zod: theirs('zod'),
    decimal: theirs('decimal.js'),
  });
  return () => rmSync(folder, { recursive: true, force: true });
}
