import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { COINS, FIATS, findCoin, type Coin } from '../coins/coins.ts';
import { convert, estimate, minimumAmount } from '../coins/prices.ts';
import { distortCurrencies } from '../faults/distort.ts';
import { fullCurrencyRow } from '../coins/fullCurrencyRow.ts';
import type { SimulatorContext } from '../context.ts';
import { numberToken } from '../json/exactJson.ts';
import { decimalInput } from '../input/fields.ts';
import { roundDown, roundUp } from '../money/decimal.ts';
import { ProviderError } from '../errors/providerError.ts';
import { readInput } from '../input/readInput.ts';

const code = z.string('is required').min(1, 'is required').max(32);
/** The provider's documentation has `False` and `True`. */
const flag = z
  .string()
  .optional()
  .transform((text) => text?.toLowerCase() === 'true');
const currenciesQuery = z.object({ fixed_rate: flag });
const estimateQuery = z.object({ amount: decimalInput, currency_from: code, currency_to: code });
const minimumQuery = z.object({
  currency_from: code,
  currency_to: code.optional(),
  fiat_equivalent: code.optional(),
  is_fixed_rate: flag,
  is_fee_paid_by_user: flag,
});

/** Largest fixed-rate quote, in USD. */
const FIXED_RATE_MAXIMUM_USD = '100000';

/** Currencies and their prices. */
export const currencyRoutes = (app: FastifyInstance, ctx: SimulatorContext): void => {
  const enabled = COINS.filter((coin) => coin.isEnabled);

  app.get('/currencies', (request) => {
    const { fixed_rate } = readInput(currenciesQuery, request.query);
    return { currencies: fixed_rate ? enabled.map(limitsOf) : enabled.map((coin) => coin.code) };
  });

  app.get('/full-currencies', () => ({
    currencies: distortCurrencies(ctx.faults, COINS.map(fullCurrencyRow)),
  }));

  // Production uses one key and upper case, the documentation another key and lower case.
  app.get('/merchant/coins', () =>
    ctx.settings.merchantCoinsShape === 'currencies'
      ? { currencies: enabled.map((coin) => coin.code) }
      : { selectedCurrencies: enabled.map((coin) => coin.code.toUpperCase()) },
  );

  app.get('/estimate', (request) => {
    const { amount, currency_from, currency_to } = readInput(estimateQuery, request.query);
    const [from, to] = [currency_from.toLowerCase(), currency_to.toLowerCase()];
    return {
      currency_from: from,
      amount_from: numberToken(amount),
      currency_to: to,
      // Text, not a number, as in production.
      estimated_amount: estimate(amount, from, to),
    };
  });

  app.get('/min-amount', (request) => {
    const query = readInput(minimumQuery, request.query);
    const [from, to] = [
      query.currency_from.toLowerCase(),
      (query.currency_to ?? ctx.settings.outcomeCurrency).toLowerCase(),
    ];
    const minimum = minimumFor(from, to, query.is_fixed_rate || query.is_fee_paid_by_user);
    return {
      currency_from: from,
      currency_to: to,
      min_amount: numberToken(minimum),
      ...(query.fiat_equivalent === undefined
        ? {}
        : {
            fiat_equivalent: numberToken(roundDown(convert(minimum, from, query.fiat_equivalent), 8)),
          }),
    };
  });
};

const minimumFor = (from: string, to: string, isFixedRate: boolean): string => {
  const coin = findCoin(from);
  const isKnown = (coin?.isEnabled ?? FIATS.has(from)) && (findCoin(to)?.isEnabled ?? FIATS.has(to));
  if (!isKnown)
    throw new ProviderError(400, 'BAD_REQUEST', `Currency ${from} is not convertable to ${to} now`);
  return coin === undefined ? FIAT_MINIMUM : minimumAmount(coin, isFixedRate);
};
const FIAT_MINIMUM = '20';

const limitsOf = (coin: Coin) => ({
  min_amount: numberToken(minimumAmount(coin, true)),
  max_amount: numberToken(roundUp(convert(FIXED_RATE_MAXIMUM_USD, 'usd', coin.code), coin.precision)),
  currency: coin.code,
});
