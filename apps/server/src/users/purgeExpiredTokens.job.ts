import { purgeExpiredTokens } from '../auth/purgeExpiredTokens.ts';
import type { Job } from '../context/job.ts';

/** Removes tokens and sessions that ended long ago. */
export const purgeExpiredTokensJob: Job = {
  name: 'tokens-purge',
  cron: '41 * * * *',
  async run(ctx) {
    await purgeExpiredTokens(ctx.knex);
  },
};
