import { bundledPrograms } from '../programs/deskPrograms.ts';
import { buildPages } from './buildPages.ts';
import { runDesk } from './runDesk.ts';
import { summary } from './summary.ts';

/** Runs a desk that is used. Returns the exit code. */
export async function runStart(): Promise<number> {
  return await runDesk({
    serverFlags: [],
    builds: 'the admin app, the checkout page, the guide and the programs',
    async build(signal) {
      const [programs] = await Promise.all([
        bundledPrograms(signal),
        buildPages(['admin', 'checkout', 'guide'], signal),
      ]);
      return programs;
    },
    summary,
  });
}
