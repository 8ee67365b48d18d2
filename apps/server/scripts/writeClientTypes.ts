import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { appRouter } from '../src/http/router.ts';
import { describeProcedures } from './clientTypes/describeProcedures.ts';

const root = resolve(import.meta.dirname, '../../..');

/** The file of `@paydesk/client` that declares what can be called. */
export const clientTypesFile = join(root, 'packages/client/src/generated/procedures.ts');

/** Its content for the router as it is now, formatted. */
export function clientTypes(): string {
  const oxfmt = join(dirname(createRequire(import.meta.url).resolve('oxfmt/package.json')), 'bin/oxfmt');
  return execFileSync(process.execPath, [oxfmt, `--stdin-filepath=${clientTypesFile}`], {
    cwd: root,
    input: describeProcedures(appRouter),
    encoding: 'utf8',
  });
}

/** Run it after each change of a procedure that apps or user tokens may call: `node scripts/writeClientTypes.ts`. */
if (import.meta.main) writeFileSync(clientTypesFile, clientTypes());
