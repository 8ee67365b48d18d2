import './startUp/checkNode.ts';
import { buildPages } from './startUp/buildPages.ts';
import { runDesk } from './startUp/runDesk.ts';
import { summary } from './startUp/summary.ts';

/** `pnpm start`: the whole desk, until Ctrl-C. */
process.exitCode = await runDesk({
  serverFlags: [],
  async startPages({ progress, stop }) {
    await progress.step('Building the admin app, the checkout page and the guide', () =>
      buildPages(['admin', 'checkout', 'guide'], stop.signal),
    );
  },
  summary,
});
process.exit();
