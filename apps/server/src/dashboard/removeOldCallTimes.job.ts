import type { AppContext } from '../context/appContext.ts';
import type { Job } from '../context/job.ts';

/** Removes the times of provider calls after a week, every hour. */
export const removeOldCallTimesJob: Job = {
  name: 'provider-call-times-remove-old',
  cron: '41 * * * *',
  run: removeOldCallTimes,
};

export async function removeOldCallTimes({ knex }: AppContext): Promise<void> {
  await knex.raw(
    `delete from provider_call_times where minute < clock_timestamp() - make_interval(days => 7)`,
  );
}
