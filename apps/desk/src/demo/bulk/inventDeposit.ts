import { randomBytes } from 'node:crypto';
import { Decimal, internalId } from '@paydesk/types';
import { digestedReport, newId, type Currency } from '@paydesk/server/domain';
import { payoutAddress, payoutHash } from '../inventedAddresses.ts';
import { PAYOUT_CURRENCIES } from '../demoCurrencies.ts';
import type { Random } from '../seededRandom.ts';
import { DAY, MINUTE } from '../timeline.ts';
import { pickUser, usd, type BulkUser, type Business } from './business.ts';

/** What becomes of a payment, and how often in a hundred. */
const OUTCOMES = [
  ['credited', 73],
  ['expired', 14],
  ['cancelled', 6],
  ['suspense', 4],
  ['failed', 3],
] as const;
type DepositOutcome = (typeof OUTCOMES)[number][0];

/** A payment from its creation to its end, and the provider's reports of it. */
export interface InventedDeposit {
  user: BulkUser;
  outcome: DepositOutcome;
  /** Of what arrived: all of it, or a part that goes to suspense. */
  arrivedCents: bigint;
  /** In milliseconds since 1970. */
  endedAt: number;
  payment: InventedPayment;
  currency: Currency;
  transactionHash: string | null;
  actualAmount: string | null;
  reports: InventedReport[];
}

interface InventedPayment {
  id: string;
  internalPaymentId: string;
  amountUsd: string;
  payAmount: string;
  providerPaymentId: string;
  payAddress: string;
  createdAt: Date;
}

interface InventedReport {
  id: string;
  source: 'create' | 'poll';
  providerPaymentId: string;
  providerStatus: string;
  digest: string;
  body: string;
  receivedAt: string;
  outcome: string;
  detail: string;
  paymentId: string;
}

/** USD for one unit. */
const PRICES: Record<string, string> = {
  USDTTRC20: '1',
  USDCMATIC: '1',
  USDTBSC: '1',
  BTC: '65000',
  ETH: '3100',
  SOL: '150',
  LTC: '80',
};
const PLACES = 8;
/** The provider watches an address for a week. */
export const WATCHED_MS = 7 * DAY;

/** A payment that is created at this moment. `number` keeps the provider's ids apart. */
export function inventDeposit(
  business: Business,
  random: Random,
  { at, now, number }: { at: number; now: number; number: number },
): InventedDeposit {
  const user = pickUser(business, random);
  const currency = currencyOf(business, random.pick(PAYOUT_CURRENCIES));
  // Round amounts now and then, as people type them.
  const cents = BigInt(random.next() < 0.5 ? random.between(2, 50) * 1000 : random.between(1000, 60_000));
  const createdAt = new Date(at);
  const payment = {
    id: newId(createdAt),
    internalPaymentId: internalId('PAY', createdAt, randomBytes(4).toString('hex')),
    amountUsd: usd(cents),
    payAmount: inCurrency(currency.code, usd(cents)),
    providerPaymentId: String(700_000_000_000 + number),
    payAddress: payoutAddress(currency.network, random),
    createdAt,
  };
  const outcome = outcomeOf(random, now - at);
  const isPaid = outcome === 'credited' || outcome === 'suspense';
  const arrivedCents = isPaid ? (outcome === 'credited' ? cents : (cents * 3n) / 5n) : 0n;
  const waits = outcome === 'expired' ? WATCHED_MS : random.between(6, 90) * MINUTE;
  const deposit: InventedDeposit = {
    user,
    outcome,
    arrivedCents,
    endedAt: Math.min(at + waits, now),
    payment,
    currency,
    transactionHash: isPaid ? payoutHash(currency.network, random) : null,
    actualAmount: !isPaid
      ? null
      : outcome === 'credited'
        ? payment.payAmount
        : inCurrency(currency.code, usd(arrivedCents)),
    reports: [],
  };
  deposit.reports = reportsOf(deposit);
  return deposit;
}

/** How much of the currency an amount in USD is. */
export const inCurrency = (code: string, amountUsd: string): string =>
  new Decimal(amountUsd)
    .dividedBy(PRICES[code] ?? '1')
    .toDecimalPlaces(PLACES, Decimal.ROUND_UP)
    .toFixed();

export function currencyOf({ currencies }: Pick<Business, 'currencies'>, code: string): Currency {
  const currency = currencies.get(code);
  if (currency === undefined) throw new Error(`the demo does not offer ${code}`);
  return currency;
}

/** What was created in the last week cannot have expired yet. */
function outcomeOf(random: Random, ageMs: number): DepositOutcome {
  let left = random.next() * 100;
  for (const [outcome, share] of OUTCOMES) {
    left -= share;
    if (left < 0) return outcome === 'expired' && ageMs < WATCHED_MS ? 'cancelled' : outcome;
  }
  return 'credited';
}

export const PROVIDER_STATUS = {
  credited: 'finished',
  suspense: 'partially_paid',
  expired: 'expired',
  failed: 'failed',
  cancelled: 'waiting',
} as const satisfies Record<DepositOutcome, string>;

function reportsOf(deposit: InventedDeposit): InventedReport[] {
  const { payment, outcome, endedAt, arrivedCents } = deposit;
  const created = reportOf(deposit, 'create', payment.createdAt.getTime(), 'waiting', [
    'unchanged',
    'nothing has arrived yet',
  ]);
  if (outcome === 'cancelled') return [created];
  const detail =
    outcome === 'credited'
      ? `credited ${usd(arrivedCents)} USD`
      : outcome === 'suspense'
        ? `${usd(arrivedCents)} USD, less than was asked, to suspense`
        : outcome;
  const ended = reportOf(deposit, 'poll', endedAt, PROVIDER_STATUS[outcome], [
    outcome === 'suspense' ? 'suspense' : 'applied',
    detail,
  ]);
  return [created, ended];
}

function reportOf(
  deposit: InventedDeposit,
  source: 'create' | 'poll',
  at: number,
  status: string,
  [outcome, detail]: readonly [string, string],
): InventedReport {
  const receivedAt = new Date(at).toISOString();
  const raw = providerBody(deposit, status, receivedAt);
  return {
    id: newId(new Date(at)),
    source,
    providerPaymentId: deposit.payment.providerPaymentId,
    providerStatus: status,
    ...digestedReport(source, raw),
    receivedAt,
    outcome,
    detail,
    paymentId: deposit.payment.id,
  };
}

/** As the provider's API answers. */
export function providerBody(
  { payment, currency, actualAmount, transactionHash }: Omit<InventedDeposit, 'reports'>,
  status: string,
  updatedAt: string,
): Record<string, unknown> {
  const hasArrived = status !== 'waiting' && actualAmount !== null;
  return {
    type: 'crypto2crypto',
    payment_id: payment.providerPaymentId,
    payment_status: status,
    order_id: payment.internalPaymentId,
    pay_address: payment.payAddress,
    payin_extra_id: null,
    price_amount: payment.amountUsd,
    price_currency: 'usd',
    pay_amount: payment.payAmount,
    pay_currency: currency.code.toLowerCase(),
    actually_paid: hasArrived ? actualAmount : '0',
    payin_hash: hasArrived ? transactionHash : null,
    created_at: payment.createdAt.toISOString(),
    updated_at: updatedAt,
  };
}
