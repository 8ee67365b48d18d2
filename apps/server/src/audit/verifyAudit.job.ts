import { sealAudit } from '../auditChain/sealAudit.ts';
import { verifyAudit } from '../auditChain/verifyAudit.ts';
import type { Job } from '../context/job.ts';

/**
 * Walks the chain of the audit log every night, and leaves its head in the log: a record outside of the
 * database.
 */
export const verifyAuditJob: Job = {
  name: 'audit-verify',
  cron: '43 3 * * *',
  async run(ctx) {
    await sealAudit(ctx.knex);
    const { rows, head, firstBad } = await verifyAudit(ctx.knex);
    const facts = { rows, head: `${head.seq}:${head.hash}` };
    if (firstBad === null) ctx.log.info(facts, 'the audit log is whole');
    else ctx.log.fatal({ ...facts, ...firstBad }, 'THE AUDIT LOG IS DAMAGED');
  },
};
