import { gzipSync } from 'node:zlib';
import { join } from 'node:path';
import { build } from 'vite';
import { expect, it } from 'vitest';

const MAX_BYTES = 4_000;

it('adds less than 4 kB, compressed, to an app that has tRPC and react-admin', async () => {
  const output = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      target: 'es2022',
      lib: { entry: join(import.meta.dirname, '../src/index.ts'), formats: ['es'] },
      rolldownOptions: { external: [/^@trpc\//, 'ra-core'] },
    },
  });
  const [bundle] = Array.isArray(output) ? output : [];
  const [chunk, ...others] = bundle?.output ?? [];
  expect(others).toEqual([]);
  const bytes = gzipSync(chunk?.type === 'chunk' ? chunk.code : expect.fail('no code was built')).length;
  expect(bytes).toBeGreaterThan(1_000);
  expect(bytes).toBeLessThan(MAX_BYTES);
});
