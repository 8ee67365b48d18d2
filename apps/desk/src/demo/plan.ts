import { Decimal, formatUsd } from '@paydesk/types';
import { PAYOUT_CURRENCIES, POPULAR } from './demoCurrencies.ts';
import type { DepositScenarioName } from './depositScenarios.ts';
import { DAY, HOUR, MINUTE } from './timeline.ts';
import { seededRandom, type Random } from './seededRandom.ts';
import type { SuspenseArrivalName, SuspenseEnding } from './suspenseScenarios.ts';
import type { WithdrawalEnding } from './withdrawalScenarios.ts';

/** When a scenario begins, in days before the present. */
interface Span {
  oldest: number;
  youngest: number;
}

interface Planned extends Span {
  count: number;
}

export const DEMO_DAYS = 60;

/** Deposits begin three days after the first day: customers register first. */
const OLDEST = DEMO_DAYS - 3;

export const DEPOSITS: readonly (Planned & { scenario: DepositScenarioName })[] = [
  { scenario: 'paid', count: 222, oldest: OLDEST, youngest: 0.15 },
  { scenario: 'underpaid', count: 20, oldest: OLDEST, youngest: 0.5 },
  { scenario: 'overpaid', count: 14, oldest: OLDEST, youngest: 0.5 },
  { scenario: 'neverPaid', count: 26, oldest: OLDEST, youngest: 7.2 },
  { scenario: 'cancelled', count: 18, oldest: OLDEST, youngest: 0.4 },
  { scenario: 'paidAfterExpiry', count: 5, oldest: 50, youngest: 9 },
  { scenario: 'paidAfterCancel', count: 4, oldest: 40, youngest: 1 },
  { scenario: 'failedAtProvider', count: 6, oldest: OLDEST, youngest: 1 },
  { scenario: 'failedByStaff', count: 3, oldest: 40, youngest: 2 },
  { scenario: 'attested', count: 3, oldest: 45, youngest: 2 },
  { scenario: 'refundedByProvider', count: 6, oldest: 50, youngest: 1 },
  { scenario: 'refundedAfterCredit', count: 2, oldest: 20, youngest: 2 },
  { scenario: 'unknownStatus', count: 1, oldest: 2, youngest: 1 },
  { scenario: 'waiting', count: 9, oldest: 2, youngest: 0.01 },
  // So recent that they are in their first or middle status at the present.
  { scenario: 'arriving', count: 4, oldest: 15 / 1440, youngest: 9 / 1440 },
  { scenario: 'arriving', count: 3, oldest: 40 / 1440, youngest: 30 / 1440 },
];

export const SUSPENSE: readonly (Planned & { arrival: SuspenseArrivalName; ending: SuspenseEnding })[] = [
  { arrival: 'redeposit', ending: 'credited', count: 3, oldest: 50, youngest: 5 },
  { arrival: 'redeposit', ending: 'returned', count: 1, oldest: 40, youngest: 5 },
  { arrival: 'redeposit', ending: 'open', count: 2, oldest: 4, youngest: 1 },
  { arrival: 'wrongAsset', ending: 'credited', count: 1, oldest: 40, youngest: 5 },
  { arrival: 'wrongAsset', ending: 'returned', count: 1, oldest: 40, youngest: 5 },
  { arrival: 'wrongAsset', ending: 'open', count: 1, oldest: 4, youngest: 1 },
  { arrival: 'amountGrew', ending: 'credited', count: 1, oldest: 30, youngest: 5 },
  { arrival: 'amountGrew', ending: 'open', count: 1, oldest: 4, youngest: 1 },
  { arrival: 'dust', ending: 'written_off', count: 2, oldest: 50, youngest: 5 },
  { arrival: 'dust', ending: 'open', count: 1, oldest: 3, youngest: 1 },
  { arrival: 'expiredWithFunds', ending: 'returned', count: 1, oldest: 30, youngest: 12 },
  { arrival: 'unmatchedPayment', ending: 'credited', count: 1, oldest: 30, youngest: 10 },
  { arrival: 'unmatchedPayment', ending: 'open', count: 1, oldest: 3, youngest: 1 },
];

export const WITHDRAWALS: readonly (Planned & { ending: WithdrawalEnding; isLarge?: boolean })[] = [
  { ending: 'paidOut', count: 16, oldest: 54, youngest: 3 },
  { ending: 'paidOut', count: 1, oldest: 30, youngest: 10, isLarge: true },
  { ending: 'paidOutAtSecondAttempt', count: 2, oldest: 40, youngest: 4 },
  { ending: 'rejected', count: 3, oldest: 45, youngest: 3 },
  { ending: 'rejectedAfterApproval', count: 1, oldest: 30, youngest: 4 },
  { ending: 'cancelled', count: 4, oldest: 50, youngest: 2 },
  { ending: 'waiting', count: 5, oldest: 1.6, youngest: 0.6 },
  { ending: 'halfApproved', count: 1, oldest: 1.4, youngest: 1.2, isLarge: true },
  { ending: 'approved', count: 3, oldest: 2, youngest: 1.2 },
  { ending: 'processing', count: 2, oldest: 2, youngest: 1.2 },
];

/** A time in the span, between 7 and 23 UTC if it is some days ago. */
export function timeIn({ oldest, youngest }: Span, endAt: number, random: Random): number {
  const at = Math.floor(endAt - oldest * DAY + random.next() * (oldest - youngest) * DAY);
  if (oldest < 3) return at;
  const inDaytime =
    Math.floor(at / DAY) * DAY + 7 * HOUR + random.between(0, 16 * 60) * MINUTE + random.between(0, 59_999);
  return inDaytime > endAt - youngest * DAY || inDaytime < endAt - oldest * DAY ? at : inDaytime;
}

/** Mostly round and small amounts, above every currency's minimum. */
export function depositAmountUsd(random: Random): string {
  const chance = random.next();
  if (chance < 0.6)
    return random.pick([
      '20.00',
      '25.00',
      '30.00',
      '50.00',
      '50.00',
      '75.00',
      '100.00',
      '100.00',
      '150.00',
      '200.00',
    ]);
  if (chance < 0.9) return formatUsd(new Decimal(random.between(1500, 32_000)).dividedBy(100));
  return random.pick(['400.00', '500.00', '750.00', '1000.00', '1500.00', '2500.00']);
}

export const depositCurrency = (random: Random): string => random.pick(POPULAR);

export const payoutCurrency = (random: Random): string => random.pick(PAYOUT_CURRENCIES);

export const planRandom = (scenario: string, number: number): Random => seededRandom(`${scenario} ${number}`);
