import { resolve } from 'node:path';
import { buildGuide } from './buildGuide.ts';

const folder = resolve(import.meta.dirname, '../dist');
await buildGuide(folder);
process.stdout.write(`The guide is in ${folder}; a desk serves it at /docs/guide/\n`);
