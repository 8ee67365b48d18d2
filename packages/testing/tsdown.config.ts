import { defineConfig } from 'tsdown';

/** One module and one declaration file. The client stays a dependency: an app has one copy of its errors. */
export default defineConfig({
  entry: 'src/index.ts',
  format: 'esm',
  platform: 'node',
  target: 'es2022',
  fixedExtension: false,
  dts: true,
});
