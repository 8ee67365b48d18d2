import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundlePrograms } from '@paydesk/bundle';
import type { BundleOrder } from './ensureBundle.ts';

/**
 * Bundles the programs of a desk: `node bundleProcess.ts ORDER`. The code finds files where the sources would, so that
 * it runs from the bundle as it does from them.
 */
const { programs, folder } = JSON.parse(process.argv[2] ?? '') as BundleOrder;
/** All that were read: of some only a constant is left in the bundle. */
const sources = new Set<string>();

await bundlePrograms({
  programs,
  folder,
  // Its threads, which write readable lines to a terminal, are files of their own.
  external: ['pino'],
  plugins: [
    {
      name: 'paths-of-the-sources',
      enforce: 'pre',
      transform(code, id) {
        if (!isOwnSource(id)) return null;
        sources.add(id);
        return code.includes('import.meta.') ? withSourcePaths(code, id) : null;
      },
    },
  ],
});
/** How it is bundled is part of the result. */
const bundlers = [import.meta.filename, fileURLToPath(import.meta.resolve('@paydesk/bundle'))];
process.stdout.write(JSON.stringify([...sources, ...packagesOf(sources), ...bundlers].toSorted()));

/** Packages in node_modules change with the lockfile alone. */
function isOwnSource(id: string): boolean {
  return isAbsolute(id) && !id.includes('/node_modules/') && !id.includes('?');
}

/** Relative, so that the folder of the repository can be moved. */
function withSourcePaths(code: string, id: string): string {
  const path = JSON.stringify(`/${relative(folder, dirname(id))}`);
  return code
    .replaceAll('import.meta.dirname', `(import.meta.dirname + ${path})`)
    .replaceAll('import.meta.url', `new URL('.' + ${path} + '/', import.meta.url).href`);
}

/** Each package.json says what the names of a package lead to, and each tsconfig.json beside it how it is read. */
function packagesOf(paths: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const path of paths) {
    let at = dirname(path);
    while (!existsSync(join(at, 'package.json')) && at !== dirname(at)) at = dirname(at);
    for (const name of ['package.json', 'tsconfig.json'])
      if (existsSync(join(at, name))) found.add(join(at, name));
  }
  return [...found];
}
