import {
  type Actor,
  type AppContext,
  Currency,
  setCurrenciesActive,
  syncCurrencies,
  updateCurrency,
} from '@paydesk/server/domain';
import { DEMO_CURRENCIES } from './demoCurrencies.ts';

/** Syncs the provider's currencies and offers some of them. Returns those, by code. */
export async function seedCurrencies(ctx: AppContext, admin: Actor): Promise<ReadonlyMap<string, Currency>> {
  await syncCurrencies(ctx, admin, {});
  const offered = new Map<string, Currency>();
  for (const [position, [code, networkFeeUsd]] of Object.entries(DEMO_CURRENCIES).entries()) {
    const { id } = await Currency.query(ctx.knex).findOne({ code }).throwIfNotFound();
    offered.set(
      code,
      await updateCurrency(ctx, admin, {
        id,
        networkFeeUsd,
        withdrawalsEnabled: true,
        sortOrder: position + 1,
      }),
    );
  }
  await setCurrenciesActive(
    ctx,
    admin,
    [...offered.values()].map(({ id }) => id),
    true,
  );
  return offered;
}
