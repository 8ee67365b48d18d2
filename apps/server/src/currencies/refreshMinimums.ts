import { Decimal } from '@paydesk/types';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { ProviderError } from '../nowpayments/providerError.ts';
import { recordRate } from '../rates/recordRate.ts';
import { providerMinimum } from './providerMinimum.ts';

const HOUR_MS = 3_600_000;

/** How often the minimum of each active currency is refreshed. */
const REFRESH_MS = 6 * HOUR_MS;

/** Other workers skip a claimed currency for this long; after a failure it is retried then. */
const CLAIM_MS = 10 * 60_000;

/**
 * Refreshes the due minimums of active currencies, a few at a time and only while there is quota. Several
 * workers share the work. Returns how many currencies were claimed.
 */
export async function refreshMinimums(ctx: AppContext, limit = 5): Promise<number> {
  const quota = Math.min(limit, await ctx.provider.quotaLeft('catalogue'));
  if (quota <= 0) return 0;
  const due = await claim(ctx, quota);
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

/** On failure the stored minimum stays; `minCheckedAt` shows its age. */
async function refreshMinimum(ctx: AppContext, currency: Currency): Promise<void> {
  try {
    const minimum = await providerMinimum(
      ctx.provider,
      currency.code,
      await outcomeCurrency(ctx, currency.code),
    );
    const now = ctx.clock.now();
    if (minimum === null)
      throw new ProviderError('rejected', 'The payment provider returned an implausible minimum.', {
        code: 'BAD_MINIMUM',
      });
    const { minimumUsd: providerMinAmountUsd, unitsPerUsd } = minimum;
    if (new Decimal(unitsPerUsd).greaterThan(0))
      await recordRate(ctx.knex, { currencyCode: currency.code, unitsPerUsd, at: now });
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
      'the minimum of a currency could not be refreshed',
    );
    // A refusal, such as "not convertible", will not change within minutes.
    if (error.kind === 'rejected')
      await Currency.query(ctx.knex)
        .findById(currency.id)
        .patch({ minDueAt: new Date(ctx.clock.now().getTime() + REFRESH_MS) });
  }
}

/** The currency that the last completed deposit was converted to; null before the first one. */
async function outcomeCurrency(ctx: AppContext, code: string): Promise<string | null> {
  const { rows } = await ctx.knex.raw<{ rows: { outcome: string | null }[] }>(
    `select provider_data ->> 'outcome_currency' as outcome from payments
     where currency_code = ? and status = 'completed' and provider_data ->> 'outcome_currency' ~ '^[a-z0-9]{1,30}$'
     order by created_at desc limit 1`,
    [code],
  );
  return rows[0]?.outcome ?? null;
}
