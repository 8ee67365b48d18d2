import { chmod, readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { bundlePrograms } from '@paydesk/bundle';
import { copyFiles } from './copyFiles.ts';
import { sizeOf } from './sizeOf.ts';
import { writeComponents } from './writeComponents.ts';
import { writePackageFile } from './writePackageFile.ts';

/** Makes the folder; what was in it is removed. The pages have to be built before. */
const root = resolve(import.meta.dirname, '../../..');
const folder = resolve(import.meta.dirname, '../dist/paydesk');
const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };

/** Each becomes `NAME.mjs`. */
const PROGRAMS = ['server', 'worker', 'paydesk', 'health'] as const;

await rm(folder, { recursive: true, force: true });
const source = (name: string) => join(import.meta.dirname, `programs/${name}.ts`);
await bundlePrograms({
  programs: Object.fromEntries(PROGRAMS.map((name) => [name, source(name)])),
  folder,
  commonFolder: 'program',
  define: { 'process.env.NODE_ENV': '"production"' },
});
await chmod(join(folder, 'paydesk.mjs'), 0o755);
await copyFiles(root, folder);
await writeComponents(root, folder);
await writePackageFile(folder, version);
const megabytes = ((await sizeOf(folder)) / 1e6).toFixed(1);
process.stdout.write(`Paydesk ${version} is in ${folder} (${megabytes} MB)\n`);
