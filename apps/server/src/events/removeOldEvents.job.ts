import type { AppContext } from '../context/appContext.ts';
import type { Job } from '../context/job.ts';
import { removeInSlices } from '../db/removeInSlices.ts';

/** Events that one database transaction removes at most: the head is locked while it runs. */
const SLICE = 5000;

/** Removes events that are older than `EVENT_RETENTION_DAYS`, every hour. */
export const removeOldEventsJob: Job = {
  name: 'events-remove-old',
  cron: '17 * * * *',
  async run(ctx) {
    const removed = await removeOldEvents(ctx);
    if (removed > 0) ctx.log.info({ removed }, 'old events were removed');
  },
};

/** @returns how many were removed */
export async function removeOldEvents({ knex, settings }: AppContext, slice = SLICE): Promise<number> {
  return await removeInSlices(async () => {
    const { rows } = await knex.raw<{ rows: { removed: number }[] }>(
      `select remove_old_events(clock_timestamp() - make_interval(days => ?), ?) as removed`,
      [settings.eventRetentionDays, slice],
    );
    return rows[0]?.removed ?? 0;
  });
}
