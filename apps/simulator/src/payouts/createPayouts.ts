import { findCoin, type Coin } from '../coins/coins.ts';
import { convert } from '../coins/prices.ts';
import type { SimulatorContext } from '../context.ts';
import { Decimal, plain, roundUp, type Decimal as DecimalType } from '../money/decimal.ts';
import { numberToken } from '../json/exactJson.ts';
import { ProviderError } from '../errors/providerError.ts';
import type { CreatePayoutRequest } from './createPayoutRequest.ts';
import { availableBalance } from './custodyBalance.ts';
import type { PayoutRecord } from '../records/payoutRecord.ts';
import { scheduleFirstIpn, scheduleRejection } from './advancePayout.ts';

type Asked = CreatePayoutRequest['withdrawals'][number] & { coin: Coin };

/** The smallest payout, in USD; the real ones differ by coin and day. */
const MINIMUM_USD = '1';
const MAXIMUM_PAYOUTS = 100_000;

/**
 * Creates a batch of payouts that wait for the second factor; nothing is sent before. Refuses with 400 an
 * unknown currency, an impossible address, an amount below the minimum and one that the wallet does not
 * cover. The same `unique_external_id` twice makes two payouts: the provider documents only that it is
 * echoed.
 */
export const createPayouts = (ctx: SimulatorContext, request: CreatePayoutRequest): PayoutRecord[] => {
  const { clock, payouts, payments } = ctx;
  if (payouts.all().length >= MAXIMUM_PAYOUTS)
    throw new ProviderError(500, 'INTERNAL_ERROR', 'The simulator holds too many payouts');
  const asked = request.withdrawals.map((each) => ({ ...each, coin: requirePayable(each.currency) }));
  asked.forEach(requirePlausible);
  requireCovered(ctx, asked);

  const createdAt = clock.now();
  const batchId = payments.newId();
  return asked.map((each) => {
    const payout: PayoutRecord = {
      payoutId: payments.newId(),
      batchId,
      externalId: each.unique_external_id ?? null,
      status: 'CREATING',
      currency: each.coin.code,
      address: each.address,
      extraId: each.extra_id ?? null,
      amount: each.amount,
      fee: null,
      hash: null,
      error: null,
      ipnCallbackUrl: each.ipn_callback_url ?? request.ipn_callback_url ?? null,
      description: each.payout_description ?? request.payout_description ?? null,
      createdAt,
      requestedAt: null,
      updatedAt: createdAt,
      verifyAttempts: 0,
      verifiedAt: null,
      verifiedStep: null,
      steps: [],
      lastIpnBody: null,
    };
    payouts.save(payout);
    scheduleFirstIpn(ctx, payout);
    scheduleRejection(ctx, payout);
    return payout;
  });
};

const refused = (message: string, details?: Record<string, unknown>): ProviderError =>
  new ProviderError(400, 'BAD_CREATE_WITHDRAWAL_REQUEST', message, details);

const requirePayable = (code: string): Coin => {
  const coin = findCoin(code);
  if (!coin?.isEnabled) throw refused(`Currency ${code.toLowerCase()} is not available for payouts`);
  return coin;
};

/**
 * A rough check only; the desk has real address checks.
 */
const requirePlausible = ({ address, amount, coin }: Asked): void => {
  if (!/^[\w:.+/=-]{8,200}$/.test(address))
    throw refused(`Invalid payout_address: [${coin.code}] [${address}]`);
  const minimum = roundUp(convert(MINIMUM_USD, 'usd', coin.code), coin.precision);
  if (new Decimal(amount).lt(minimum)) throw refused(`min amount is ${minimum}`);
};

const requireCovered = (ctx: SimulatorContext, asked: Asked[]): void => {
  const requested = new Map<string, DecimalType>();
  for (const { coin, amount } of asked)
    requested.set(coin.code, (requested.get(coin.code) ?? new Decimal(0)).plus(amount));
  const short = [...requested].filter(([code, sum]) => availableBalance(ctx, code).lt(sum));
  if (short.length === 0) return;
  throw refused('Insufficient balance', {
    current_values: Object.fromEntries(
      short.map(([code, sum]) => [
        code,
        {
          requested: numberToken(plain(sum)),
          actualBalance: numberToken(plain(Decimal.max(availableBalance(ctx, code), 0))),
        },
      ]),
    ),
  });
};
