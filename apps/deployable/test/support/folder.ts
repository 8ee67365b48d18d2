import { resolve } from 'node:path';

/** What `pnpm build` has made. */
export const FOLDER = resolve(import.meta.dirname, '../../dist/paydesk');

/** The repository. */
export const ROOT = resolve(import.meta.dirname, '../../../..');
