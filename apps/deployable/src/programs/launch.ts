import { enableCompileCache } from 'node:module';
import { resolve } from 'node:path';

/** Imported first by each program, for its effect. */

/** undici 8 needs 22.19. */
const OLDEST = [22, 19] as const;
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
  process.stderr.write(
    `Paydesk needs Node.js ${OLDEST.join('.')} or newer; this is ${process.versions.node}.\n`,
  );
  process.exit(1);
}

// Without it libraries put stack traces into their answers.
process.env['NODE_ENV'] ||= 'production';

// Beside the code, for whoever may write there; NODE_COMPILE_CACHE names another place. Anyone who can write there can
// change the code, so it is never a folder that others share.
enableCompileCache(resolve(import.meta.dirname, '../compiled'));
