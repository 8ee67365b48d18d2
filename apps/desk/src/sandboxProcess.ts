import './startUp/checkNode.ts';
import { enableCompileCache } from 'node:module';
import { installControlledClock } from './sandbox/time/controlledClock.ts';
import { openSandboxDatabase } from './sandbox/database/openSandboxDatabase.ts';
import { cacheFolder, requireNoRealDesk } from './sandbox/environment.ts';

/**
 * `paydesk sandbox`: a whole desk in this one process, with a clock that its control address moves. The clock is
 * installed before the server is loaded, so that every module of it sees its time.
 */
requireNoRealDesk();
enableCompileCache(`${cacheFolder()}/compiled`);
const clock = installControlledClock();
// While it starts, the server is loaded.
const database = openSandboxDatabase(cacheFolder());
database.catch(() => {});
const { runSandbox } = await import('./sandbox/runSandbox.ts');
process.exit(await runSandbox({ clock, database, words: process.argv.slice(2) }));
