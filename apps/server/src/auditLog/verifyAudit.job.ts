import { sealAudit } from '../audit/sealAudit.ts';
import { verifyAudit } from '../audit/verifyAudit.ts';
import type { Job } from '../desk/job.ts';

/**
 * Walks the chain of the audit log every night, and leaves its head in the log: a record outside of the
 * database.
 */
export const verifyAuditJob: Job = {
  name: 'audit-verify',
  cron: '43 3 * * *',
  async run(desk) {
    await sealAudit(desk.knex);
    const { rows, head, firstBad } = await verifyAudit(desk.knex);
    const facts = { rows, head: `${head.seq}:${head.hash}` };
    if (firstBad === null) desk.log.info(facts, 'the audit log is whole');
    else desk.log.fatal({ ...facts, ...firstBad }, 'THE AUDIT LOG IS DAMAGED');
  },
};
