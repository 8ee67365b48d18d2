import type { AppContext } from '../context/appContext.ts';
import type { Job } from '../context/job.ts';
import { removeInSlices } from '../db/removeInSlices.ts';

/** Keys that one statement removes at most. */
const SLICE = 5000;

/** Removes idempotency keys after `IDEMPOTENCY_RETENTION_DAYS`, every hour. A call repeated after that is a new one. */
export const removeOldKeysJob: Job = {
  name: 'idempotency-remove-old',
  cron: '29 * * * *',
  async run(ctx) {
    const removed = await removeOldKeys(ctx);
    if (removed > 0) ctx.log.info({ removed }, 'old idempotency keys were removed');
  },
};

/** @returns how many were removed */
export async function removeOldKeys({ knex, settings }: AppContext, slice = SLICE): Promise<number> {
  return await removeInSlices(async () => {
    const { rowCount } = await knex.raw<{ rowCount: number }>(
      `delete from idempotency_keys where (scope, key) in (
         select scope, key from idempotency_keys
         where created_at < clock_timestamp() - make_interval(days => ?)
         order by created_at limit ?
       )`,
      [settings.idempotencyRetentionDays, slice],
    );
    return rowCount;
  });
}
