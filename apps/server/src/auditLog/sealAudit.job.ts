import { sealAudit } from '../audit/sealAudit.ts';
import type { Job } from '../desk/job.ts';

/** Chains new entries of the audit log, within seconds of their writing. */
export const sealAuditJob: Job = {
  name: 'audit-seal',
  everySeconds: 2,
  cron: '* * * * *',
  async run(desk) {
    await sealAudit(desk.knex);
  },
};
