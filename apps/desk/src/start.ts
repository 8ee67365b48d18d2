import './startUp/checkNode.ts';
import { enableCompileCache } from 'node:module';
import { resolve } from 'node:path';

/** `pnpm start`: the whole desk, until Ctrl-C. The rest is loaded after this, so that it comes from the cache. */
enableCompileCache(resolve(import.meta.dirname, '../dist/compiled'));
const { runStart } = await import('./startUp/runStart.ts');
process.exit(await runStart());
