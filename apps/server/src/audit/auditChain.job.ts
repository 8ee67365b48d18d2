import { verifyAudit } from '../verify/verifyAudit.ts';
import type { Job } from '../context/job.ts';
import { sealAndAnnounce } from './sealAndAnnounce.ts';

/** Adds new entries of the audit log to the chain, within seconds. */
export const sealAuditJob: Job = {
  name: 'audit-seal',
  everySeconds: 2,
  cron: '* * * * *',
  async run(ctx) {
    await sealAndAnnounce(ctx);
  },
};

/** Verifies the chain of the audit log every night, and logs its head: a record outside the database. */
export const verifyAuditJob: Job = {
  name: 'audit-verify',
  cron: '43 3 * * *',
  async run(ctx) {
    await sealAndAnnounce(ctx);
    const { rows, head, firstBad } = await verifyAudit(ctx.knex);
    const facts = { rows, head: `${head.seq}:${head.hash}` };
    if (firstBad === null) ctx.log.info(facts, 'the audit log is intact');
    else ctx.log.fatal({ ...facts, ...firstBad }, 'THE AUDIT LOG IS DAMAGED');
  },
};
