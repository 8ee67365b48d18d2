import { join, resolve } from 'node:path';
import { ensureBundle } from './ensureBundle.ts';

const root = resolve(import.meta.dirname, '../../../..');
const apps = join(root, 'apps');

/** The processes that make up a desk beside its database. */
export interface DeskPrograms {
  server: string;
  worker: string;
  simulator: string;
  /** Where Node.js keeps what it has compiled of them; null: nowhere. */
  compiled: string | null;
}

/** The sources themselves: Node.js reads TypeScript. */
export const SOURCE_PROGRAMS: DeskPrograms = {
  server: join(apps, 'server/src/main.ts'),
  worker: join(apps, 'server/src/worker.ts'),
  simulator: join(apps, 'simulator/src/main.ts'),
  compiled: null,
};

/** The same programs bundled, which start with a quarter of the CPU; bundled again only when a source has changed. */
export async function bundledPrograms(signal: AbortSignal): Promise<DeskPrograms> {
  const { server, worker, simulator } = SOURCE_PROGRAMS;
  const { folder } = await ensureBundle({
    home: resolve(import.meta.dirname, '../../dist/programs'),
    programs: { server, worker, simulator },
    // Versions of packages, and how TypeScript is read.
    alsoReads: [join(root, 'pnpm-lock.yaml'), join(root, 'tsconfig.base.json')],
    signal,
  });
  const program = (name: string) => join(folder, `${name}.mjs`);
  return {
    server: program('server'),
    worker: program('worker'),
    simulator: program('simulator'),
    compiled: join(folder, 'compiled'),
  };
}
