import { purgeExpiredTokens } from '../auth/purgeExpiredTokens.ts';
import type { Job } from '../context/job.ts';

/** Deletes expired tokens and sessions. */
export const purgeExpiredTokensJob: Job = {
  name: 'tokens-purge',
  cron: '41 * * * *',
  async run(ctx) {
    await purgeExpiredTokens(ctx.knex);
  },
};
