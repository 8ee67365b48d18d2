import type { AppContext } from '../context/appContext.ts';
import type { Job } from '../context/job.ts';

/** Deliveries that one statement removes at most. */
const SLICE = 5000;

/** Removes finished deliveries with their requests and answers after `EVENT_RETENTION_DAYS`, every hour. */
export const removeOldDeliveriesJob: Job = {
  name: 'webhooks-remove-old',
  cron: '23 * * * *',
  async run(ctx) {
    const removed = await removeOldDeliveries(ctx);
    if (removed > 0) ctx.log.info({ removed }, 'old webhook deliveries were removed');
  },
};

/** @returns how many were removed */
export async function removeOldDeliveries({ knex, settings }: AppContext, slice = SLICE): Promise<number> {
  for (let total = 0; ;) {
    const { rowCount } = await knex.raw<{ rowCount: number }>(
      `delete from webhook_deliveries where id in (
         select id from webhook_deliveries
         where status <> 'pending' and created_at < clock_timestamp() - make_interval(days => ?)
         order by created_at limit ?
       )`,
      [settings.eventRetentionDays, slice],
    );
    total += rowCount;
    if (rowCount < slice) return total;
  }
}
