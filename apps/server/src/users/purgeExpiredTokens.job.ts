import { purgeExpiredTokens } from '../auth/purgeExpiredTokens.ts';
import type { Job } from '../desk/job.ts';

/** Removes tokens and sessions that ended long ago. */
export const purgeExpiredTokensJob: Job = {
  name: 'tokens-purge',
  cron: '41 * * * *',
  async run(desk) {
    await purgeExpiredTokens(desk.knex);
  },
};
