import { defineConfig } from 'tsdown';

/** Two entry points, a module and a declaration file each; the schemas import the rules from theirs. */
export default defineConfig([
  {
    entry: { rules: 'src/rules/index.ts' },
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    dts: true,
  },
  {
    entry: { index: 'src/index.ts' },
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
    dts: true,
    clean: false,
    plugins: [
      {
        name: 'rules-are-an-entry-point',
        resolveId: (source) =>
          /^\.\.?\/(rules|networks)\//.test(source) ? { id: './rules.js', external: true } : null,
      },
    ],
  },
]);
