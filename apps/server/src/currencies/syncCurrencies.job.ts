import { systemActor } from '../base/actor.ts';
import type { Job } from '../context/job.ts';
import { syncCurrencies } from './syncCurrencies.ts';

/** Follows the provider's catalogue, once an hour. */
export const syncCurrenciesJob: Job = {
  name: 'currencies-sync',
  cron: '17 * * * *',
  async run(ctx) {
    const { created, updated, missing, unknownNetworks } = await syncCurrencies(
      ctx,
      systemActor('scheduler'),
      {},
    );
    if (created.length + updated.length + missing.length > 0)
      ctx.log.info({ created, updated, missing }, 'the currency list changed');
    if (unknownNetworks.length > 0)
      ctx.log.warn(
        { unknownNetworks },
        'the registry of networks lacks some of the provider’s: their coins have no explorer and no address check',
      );
  },
};
