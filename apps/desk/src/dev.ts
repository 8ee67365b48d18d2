import './startUp/checkNode.ts';
import { join } from 'node:path';
import { freePort } from '@paydesk/embedded-database';
import { SOURCE_PROGRAMS } from './programs/deskPrograms.ts';
import { buildPages } from './startUp/buildPages.ts';
import { supervise } from './startUp/run.ts';
import { runDesk } from './startUp/runDesk.ts';
import { summary } from './startUp/summary.ts';
import { viteEnvironment } from './supervisor/childEnvironment.ts';

/** Vite's own default; the next free port if it is taken. */
const adminPort = await freePort(5173);

/**
 * `pnpm dev`: as `pnpm start`, but server and worker start again when one of their files changes, and Vite serves
 * the admin app from its sources.
 */
process.exitCode = await runDesk({
  serverFlags: ['--watch', '--watch-preserve-output'],
  builds: 'the checkout page and the guide',
  async build(signal) {
    await buildPages(['checkout', 'guide'], signal);
    return SOURCE_PROGRAMS;
  },
  async startPages(run, settings) {
    const { progress, undo } = run;
    await progress.step('Starting Vite', async () => {
      const vite = await supervise(run, {
        name: 'admin app’s Vite server',
        program: join(import.meta.dirname, 'startUp/viteServer.ts'),
        arguments: [String(adminPort)],
        env: viteEnvironment(settings),
      });
      undo.push(() => vite.stop(1_000));
    });
  },
  summary: (settings, accounts) =>
    summary(settings, accounts, [
      ['Admin app', `http://localhost:${adminPort}   (reloads when a file changes)`],
      ['Server', `${settings.publicUrl}   (starts again when a file changes)`],
    ]),
});
process.exit();
