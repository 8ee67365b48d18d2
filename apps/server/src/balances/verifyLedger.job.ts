import type { Job } from '../desk/job.ts';
import { verifyLedger } from '../ledger/verifyLedger.ts';

/** Walks the whole ledger every night. */
export const verifyLedgerJob: Job = {
  name: 'ledger-verify',
  cron: '23 3 * * *',
  async run(desk) {
    const { firstBad, transactions } = await verifyLedger(desk.knex);
    if (firstBad === null) desk.log.info({ transactions }, 'the ledger is whole');
    else desk.log.fatal(firstBad, 'THE LEDGER IS DAMAGED');
  },
};
