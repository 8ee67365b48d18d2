import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Plugin } from 'vite';

const TEXT = '**/*.{html,css,js,json,svg}';
/** Below it, a response's headers are most of what is sent. */
const LEAST_BYTES = 500;
const FORMS = [
  { suffix: 'br', compress: promisify(brotliCompress), options: {} },
  { suffix: 'gz', compress: promisify(gzip), options: { level: constants.Z_BEST_COMPRESSION } },
];

/** Writes each file of the finished build twice more, compressed as small as can be, beside it. */
export const compressedBuild: Plugin = {
  name: 'compressed-build',
  apply: 'build',
  writeBundle: {
    order: 'post',
    sequential: true,
    async handler({ dir }) {
      const folder = dir ?? '';
      await Promise.all(globSync(TEXT, { cwd: folder }).map((file) => compressFile(join(folder, file))));
    },
  },
};

async function compressFile(path: string): Promise<void> {
  const content = readFileSync(path);
  if (content.length < LEAST_BYTES) return;
  for (const { suffix, compress, options } of FORMS) {
    const compressed = await compress(content, options);
    if (compressed.length < content.length) writeFileSync(`${path}.${suffix}`, compressed);
  }
}
