import { join } from 'node:path';
import { build } from 'vite';

/** Builds the page, so that the tests do not run against an older build. */
export default async function buildPage(): Promise<void> {
  await build({ root: join(import.meta.dirname, '../..'), logLevel: 'warn' });
}
