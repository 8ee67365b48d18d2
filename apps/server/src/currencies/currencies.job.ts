import { systemActor } from '../base/actor.ts';
import type { Job } from '../context/job.ts';
import { refreshMinimums } from './refreshMinimums.ts';
import { syncCurrencies } from './syncCurrencies.ts';

/** Updates the currencies from the provider's catalogue, once an hour. */
export const syncCurrenciesJob: Job = {
  name: 'currencies-sync',
  cron: '17 * * * *',
  async run(ctx) {
    const { created, updated, missing, unknownNetworks, skipped, held } = await syncCurrencies(
      ctx,
      systemActor('scheduler'),
      {},
    );
    if (created.length + updated.length + missing.length > 0)
      ctx.log.info({ created, updated, missing }, 'the currency list changed');
    if (skipped.length > 0) ctx.log.warn({ skipped }, 'rows of the provider’s currency list were left out');
    if (held.length > 0)
      ctx.log.error(
        { alarm: 'CURRENCY_CHANGE_HELD', held },
        'the provider changed currencies under open requests: they are off offer until a person accepts it',
      );
    if (unknownNetworks.length > 0)
      ctx.log.warn(
        { unknownNetworks },
        'the provider has networks that the registry lacks: their currencies have no explorer and no address check',
      );
  },
};

/**
 * Keeps the provider's minimums current: for each active currency every few hours, and at once when it is
 * activated or a create was refused.
 */
export const refreshMinimumsJob: Job = {
  name: 'currencies-refresh-minimums',
  everySeconds: 15,
  cron: '* * * * *',
  async run(ctx) {
    await refreshMinimums(ctx);
  },
};
