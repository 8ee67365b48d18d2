import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { ProviderError } from '../nowpayments/providerError.ts';
import { providerMinimum } from './providerMinimum.ts';

const HOUR_MS = 3_600_000;

/** How often each currency on offer is asked about. */
const REFRESH_MS = 6 * HOUR_MS;

/** A claimed currency is left alone for this long; one whose question failed is asked again then. */
const CLAIM_MS = 10 * 60_000;

/**
 * Asks the provider for the minimums of currencies on offer whose time has come, a few at a time and only
 * while the budget has room. Several workers share the work. Answers how many were asked.
 */
export async function refreshMinimums(ctx: AppContext, limit = 5): Promise<number> {
  const room = Math.min(limit, await ctx.provider.turnsLeft('catalogue'));
  if (room <= 0) return 0;
  const due = await claim(ctx, room);
  for (const currency of due) await refreshMinimum(ctx, currency);
  return due.length;
}

async function claim(ctx: AppContext, limit: number): Promise<Currency[]> {
  const now = ctx.clock.now();
  const due = Currency.query(ctx.knex)
    .select('id')
    .where({ isActive: true, isAvailable: true })
    .where((either) => either.whereNull('minDueAt').orWhere('minDueAt', '<=', now))
    .orderByRaw('min_due_at nulls first, sort_order, code')
    .limit(limit)
    .forUpdate()
    .skipLocked();
  return await Currency.query(ctx.knex)
    .patch({ minDueAt: new Date(now.getTime() + CLAIM_MS) })
    .whereIn('id', due)
    .returning('*');
}

/** One currency, now. A provider that cannot say leaves what is known; its age shows. */
async function refreshMinimum(ctx: AppContext, currency: Currency): Promise<void> {
  try {
    const providerMinAmountUsd = await providerMinimum(
      ctx.provider,
      currency.code,
      await outcomeCurrency(ctx, currency.code),
    );
    const now = ctx.clock.now();
    if (providerMinAmountUsd === null)
      throw new ProviderError('rejected', 'The payment provider named a minimum that makes no sense.', {
        code: 'BAD_MINIMUM',
      });
    await Currency.query(ctx.knex)
      .findById(currency.id)
      .patch({ providerMinAmountUsd, minCheckedAt: now, minDueAt: new Date(now.getTime() + REFRESH_MS) });
    if (providerMinAmountUsd !== currency.providerMinAmountUsd) {
      ctx.log.info(
        { code: currency.code, from: currency.providerMinAmountUsd, to: providerMinAmountUsd },
        'the provider’s minimum changed',
      );
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    ctx.log.warn(
      { code: currency.code, kind: error.kind, error: error.code },
      'the minimum of a currency is not known',
    );
    // "Not convertible" is an answer, and a few minutes change nothing about it.
    if (error.kind === 'rejected')
      await Currency.query(ctx.knex)
        .findById(currency.id)
        .patch({ minDueAt: new Date(ctx.clock.now().getTime() + REFRESH_MS) });
  }
}

/** What the provider turned this currency's last paid deposit into; null before there was one. */
async function outcomeCurrency(ctx: AppContext, code: string): Promise<string | null> {
  const { rows } = await ctx.knex.raw<{ rows: { outcome: string | null }[] }>(
    `select provider_data ->> 'outcome_currency' as outcome from payments
     where currency_code = ? and status = 'completed' and provider_data ->> 'outcome_currency' ~ '^[a-z0-9]{1,30}$' order by created_at desc limit 1`,
    [code],
  );
  return rows[0]?.outcome ?? null;
}
