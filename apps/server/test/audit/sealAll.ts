import type { Knex } from 'knex';
import { auditHead } from '../../src/auditChain/auditHead.ts';
import { sealAudit } from '../../src/auditChain/sealAudit.ts';

/**
 * Seals until nothing waits, and says how many were sealed. Transactions are numbered per cluster: what
 * another test file has open on the same server holds the sealing back for as long as it runs.
 */
export async function sealAll(knex: Knex): Promise<number> {
  let sealed = 0;
  const until = Date.now() + 15_000;
  for (;;) {
    sealed += await sealAudit(knex);
    if ((await auditHead(knex)).unsealed === 0) return sealed;
    if (Date.now() > until) throw new Error('something blocks the sealing');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
