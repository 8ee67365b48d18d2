import type { Job } from '../context/job.ts';
import { verifyLedger } from '../verify/verifyLedger.ts';

/** Verifies the whole ledger every night. */
export const verifyLedgerJob: Job = {
  name: 'ledger-verify',
  cron: '23 3 * * *',
  async run(ctx) {
    const { firstBad, transactions } = await verifyLedger(ctx.knex);
    if (firstBad === null) ctx.log.info({ transactions }, 'the ledger is whole');
    else ctx.log.fatal(firstBad, 'THE LEDGER IS DAMAGED');
  },
};
