import { sealAudit } from '../auditChain/sealAudit.ts';
import type { Job } from '../context/job.ts';

/** Chains new entries of the audit log, within seconds of their writing. */
export const sealAuditJob: Job = {
  name: 'audit-seal',
  everySeconds: 2,
  cron: '* * * * *',
  async run(ctx) {
    await sealAudit(ctx.knex);
  },
};
