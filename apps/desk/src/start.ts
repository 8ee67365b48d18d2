import './startUp/checkNode.ts';
import { buildPages } from './startUp/buildPages.ts';
import { runDesk } from './startUp/runDesk.ts';
import { summary } from './startUp/summary.ts';

/** `pnpm start`: the whole desk, until Ctrl-C. */
process.exitCode = await runDesk({
  serverFlags: [],
  async startPages({ progress, stop }) {
    await progress.step('Building the admin app and the checkout page', () =>
      buildPages(['admin', 'checkout'], stop.signal),
    );
  },
  summary,
});
process.exit();
