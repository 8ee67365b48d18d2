import {
  Decimal,
  depositValueUsd,
  formatUsd,
  PAYMENT_STATUSES,
  paymentCanMove,
  type PaymentStatus,
} from '@paydesk/types';
import { describe, expect, test } from 'vitest';
import { carriedOut, PROVIDER_STATUSES, seeded, untouched } from '../../test/support/paymentModel.ts';
import { mapProviderStatus } from '../nowpayments/mapProviderStatus.ts';
import { decideReport } from './decideReport.ts';
import type { PaymentFacts, ReportDecision } from './reportDecision.ts';

const at = (second: number) => new Date(Date.UTC(2026, 0, 1) + second * 1000);
const report = (rawStatus: string, actuallyPaid: string | null = '100', updatedAt: Date | null = at(10)) => ({
  rawStatus,
  actuallyPaid,
  updatedAt,
});
const credit = { partialPayments: 'credit' as const, overpaymentHoldUsd: '1000.00' };
const suspense = { partialPayments: 'suspense' as const, overpaymentHoldUsd: '1000.00' };

/** A decision as a short text: outcome, next status, +credited, ?to suspense, <returned, !flag. */
function inShort(d: ReportDecision): string {
  const suspended =
    d.toSuspense === null ? '' : ` ${d.toSuspense.returned ? '<' : '?'}${d.toSuspense.amountUsd}`;
  const status = d.nextStatus === null ? '' : ` ${d.nextStatus}`;
  const credited = d.creditUsd === null ? '' : ` +${d.creditUsd}`;
  const flag = typeof d.attention === 'string' ? ` !${d.attention.split(':')[0]}` : '';
  return d.outcome + status + credited + suspended + flag;
}

const with_ = (changes: Partial<PaymentFacts>): PaymentFacts => ({
  ...untouched,
  providerUpdatedAt: at(5),
  ...changes,
});
const untouchedIn = (status: PaymentStatus) => with_({ status });
const credited = (status: PaymentStatus) =>
  with_({ status, actualAmount: '100', actualAmountUsd: '100.00', creditedAmountUsd: '100.00' });
const inSuspense = (status: PaymentStatus) =>
  with_({ status, actualAmount: '100', actualAmountUsd: '100.00', suspenseAmountUsd: '100.00' });

const ONWARD: Record<string, string> = {
  waiting: 'unchanged',
  confirming: 'applied confirming',
  confirmed: 'applied confirmed',
  sending: 'applied confirmed',
  finished: 'applied completed +100.00',
  partially_paid: 'applied partially_paid +100.00',
  failed: 'suspense failed ?100.00',
  refunded: 'applied refunded <100.00',
  expired: 'suspense expired ?100.00',
  cancelled: 'suspense cancelled ?100.00',
  never_heard_of: 'unknown_status !unknown_status',
};
/**
 * A closed payment does not change to another closed status, but money first reported there is accounted for.
 */
const LATE: Record<string, string> = {
  ...ONWARD,
  failed: 'suspense ?100.00',
  expired: 'suspense ?100.00',
  cancelled: 'suspense ?100.00',
  refunded: 'flagged <100.00 !provider_refund',
};
const LATE_AND_KNOWN: Record<string, string> = {
  ...ONWARD,
  failed: 'stale',
  expired: 'stale',
  cancelled: 'stale',
  refunded: 'flagged !provider_refund',
};

/** The effect of each report of 100 units on a payment for which nothing was known to have arrived. */
const NOTHING: Partial<Record<PaymentStatus, Record<string, string>>> = {
  pending: ONWARD,
  confirming: { ...ONWARD, confirming: 'applied' },
  confirmed: { ...ONWARD, confirming: 'stale', confirmed: 'applied', sending: 'applied' },
  partially_paid: { ...LATE, partially_paid: 'applied +100.00' },
  failed: LATE,
  expired: LATE,
  cancelled: LATE,
  refunded: {
    ...LATE,
    confirming: 'flagged !paid_after_refund',
    confirmed: 'flagged !paid_after_refund',
    sending: 'flagged !paid_after_refund',
    finished: 'flagged !paid_after_refund',
    partially_paid: 'flagged !paid_after_refund',
    failed: 'flagged !paid_after_refund',
    expired: 'flagged !paid_after_refund',
    cancelled: 'flagged !paid_after_refund',
    refunded: 'applied <100.00',
  },
};

/**
 * The same when all of it is in suspense: nothing goes there twice, and the payment's own credit absorbs it.
 */
const SUSPENDED: Partial<Record<PaymentStatus, Record<string, string>>> = {
  partially_paid: { ...LATE_AND_KNOWN, partially_paid: 'applied +100.00' },
  failed: { ...LATE_AND_KNOWN, failed: 'unchanged' },
  expired: { ...LATE_AND_KNOWN, expired: 'unchanged' },
  cancelled: { ...LATE_AND_KNOWN, cancelled: 'unchanged' },
};

describe('with nothing known to have arrived', () => {
  test.each(
    Object.entries(NOTHING).flatMap(([status, row]) =>
      Object.entries(row).map(([raw, expected]) => [status as PaymentStatus, raw, expected] as const),
    ),
  )('a %s payment reported %s: %s', (status, raw, expected) =>
    expect(inShort(decideReport(untouchedIn(status), report(raw), credit))).toBe(expected),
  );
});

describe('with all of it in suspense', () => {
  test.each(
    Object.entries(SUSPENDED).flatMap(([status, row]) =>
      Object.entries(row).map(([raw, expected]) => [status as PaymentStatus, raw, expected] as const),
    ),
  )('a %s payment reported %s: %s', (status, raw, expected) =>
    expect(inShort(decideReport(inSuspense(status), report(raw), credit))).toBe(expected),
  );
});

describe('with all of it credited', () => {
  const cells = PAYMENT_STATUSES.filter((status) => status !== 'pending' && status !== 'refunded').flatMap(
    (status) => PROVIDER_STATUSES.map((raw) => [status, raw] as const),
  );
  test.each(cells)('a %s payment reported %s is never credited again and loses nothing', (status, raw) => {
    const d = decideReport(credited(status), report(raw), credit);
    expect([d.creditUsd, d.toSuspense, d.received]).toEqual([null, null, null]);
    if (raw === 'refunded') expect(inShort(d)).toBe('flagged !provider_refund_after_credit');
    else if (raw === 'never_heard_of') expect(d.outcome).toBe('unknown_status');
    else expect(d.nextStatus).toBe(endOf(status, raw));
  });
});

/** A credited payment still takes its final status, and completed when that comes late; no other. */
function endOf(status: PaymentStatus, raw: string): PaymentStatus | null {
  const target = mapProviderStatus(raw);
  if (target === 'completed') return status === 'completed' ? null : target;
  const isOpen = status === 'confirming' || status === 'confirmed';
  return isOpen && target !== null && ['partially_paid', 'failed', 'expired', 'cancelled'].includes(target)
    ? target
    : null;
}

test('D7: a partial payment goes to suspense when the policy says so, and is credited by a later finish', () => {
  const partial = decideReport(untouchedIn('confirming'), report('partially_paid', '40'), suspense);
  expect(inShort(partial)).toBe('suspense partially_paid ?40.00');
  const waiting = carriedOut(untouchedIn('confirming'), partial, at(10));
  const rest = decideReport(waiting, report('finished', '100', at(20)), suspense);
  expect(inShort(rest)).toBe('applied completed +100.00');
  expect(carriedOut(waiting, rest, at(20))).toMatchObject({
    creditedAmountUsd: '100.00',
    suspenseAmountUsd: '0.00',
    actualAmountUsd: '100.00',
  });
});

test('a partial payment is credited once; what grows afterwards goes to suspense', () => {
  const first = carriedOut(
    untouchedIn('confirming'),
    decideReport(untouchedIn('confirming'), report('partially_paid', '40'), credit),
    at(10),
  );
  expect(first).toMatchObject({ status: 'partially_paid', creditedAmountUsd: '40.00' });
  expect(inShort(decideReport(first, report('finished', '100', at(20)), credit))).toBe(
    'suspense completed ?60.00',
  );
  expect(decideReport(first, report('finished', '100', at(20)), credit).toSuspense).toMatchObject({
    reason: 'amount_grew',
    amount: '60',
  });
});

test('what staff returned or wrote off is not credited by a later finish', () => {
  const returned = with_({
    status: 'failed',
    actualAmount: '30',
    actualAmountUsd: '30.00',
    returnedAmountUsd: '20.00',
    feeAmountUsd: '10.00',
  });
  expect(inShort(decideReport(returned, report('finished', '100'), credit))).toBe('applied completed +70.00');
  expect(inShort(decideReport(returned, report('finished', '30'), credit))).toBe(
    'flagged !finished_without_funds',
  );
});

test('money in flight beside money that staff credited is neither lost nor credited again', () => {
  const both = with_({
    status: 'confirming',
    actualAmount: '30',
    actualAmountUsd: '30.00',
    inFlightAmountUsd: '20.00',
    creditedAmountUsd: '10.00',
  });
  const finished = decideReport(both, report('finished', '30'), credit);
  expect(inShort(finished)).toBe('suspense completed ?20.00');
  expect(finished.toSuspense).toMatchObject({ reason: 'amount_grew', amount: '20' });
  expect(carriedOut(both, finished, at(10))).toMatchObject({
    inFlightAmountUsd: '0.00',
    suspenseAmountUsd: '20.00',
    creditedAmountUsd: '10.00',
  });
  expect(carriedOut(both, decideReport(both, report('failed', '30'), credit), at(10))).toMatchObject({
    status: 'failed',
    inFlightAmountUsd: '0.00',
    suspenseAmountUsd: '20.00',
  });
  expect(carriedOut(both, decideReport(both, report('refunded', '30'), credit), at(10))).toMatchObject({
    inFlightAmountUsd: '0.00',
    returnedAmountUsd: '20.00',
    needsAttention: 'provider_refund_after_credit',
  });
});

test('D13: an older report changes nothing; one of the same time is judged by its status', () => {
  const known = with_({ status: 'confirmed', providerUpdatedAt: at(10) });
  expect(inShort(decideReport(known, report('finished', '100', at(9)), credit))).toBe('stale');
  expect(inShort(decideReport(known, report('finished', '100', at(10)), credit))).toBe(
    'applied completed +100.00',
  );
  expect(inShort(decideReport(known, report('confirming', '100', at(10)), credit))).toBe('stale');
});

test('an undated report moves an open payment, and makes the desk fetch a closed one', () => {
  expect(inShort(decideReport(untouchedIn('pending'), report('finished', '100', null), credit))).toBe(
    'applied completed +100.00',
  );
  expect(decideReport(untouchedIn('expired'), report('finished', '100', null), credit)).toMatchObject({
    outcome: 'stale',
    askProvider: true,
  });
});

test('an unknown status raises a flag that a later good report clears', () => {
  const odd = carriedOut(
    untouchedIn('confirming'),
    decideReport(untouchedIn('confirming'), report('on_holiday'), credit),
    at(10),
  );
  expect(odd).toMatchObject({ status: 'confirming', needsAttention: 'unknown_status: on_holiday' });
  expect(decideReport(odd, report('finished', '100', at(20)), credit).attention).toBeNull();
});

test('an unknown status does not replace a flag that staff must answer', () => {
  const flagged = { ...credited('completed'), needsAttention: 'provider_refund_after_credit' };
  expect(decideReport(flagged, report('on_holiday'), credit).attention).toBeUndefined();
});

test('finished with nothing, with less than a cent, or without an amount is flagged, not completed', () => {
  for (const amount of [null, '0', '0.0000001'])
    expect(inShort(decideReport(untouchedIn('confirmed'), report('finished', amount), credit))).toBe(
      'flagged !finished_without_funds',
    );
  expect(inShort(decideReport(with_({ payAmount: null }), report('finished', '100'), credit))).toBe(
    'flagged !finished_without_funds',
  );
});

test('less than was credited is flagged and debits nothing', () => {
  expect(inShort(decideReport(credited('completed'), report('finished', '99'), credit))).toBe(
    'flagged !amount_shrank',
  );
});

test('what was in flight and is no longer reported did not arrive', () => {
  const seen = with_({
    status: 'confirming',
    actualAmount: '100',
    actualAmountUsd: '100.00',
    inFlightAmountUsd: '100.00',
  });
  expect(carriedOut(seen, decideReport(seen, report('failed', '0'), credit), at(10))).toMatchObject({
    status: 'failed',
    actualAmountUsd: '0.00',
    inFlightAmountUsd: '0.00',
  });
});

test('a negative or absurdly precise amount breaks nothing', () => {
  expect(decideReport(untouchedIn('pending'), report('confirming', '-5'), credit).received).toEqual({
    amount: '0',
    amountUsd: '0.00',
    inFlightUsd: '0.00',
  });
  const tiny = decideReport(untouchedIn('pending'), report('finished', `100.${'1'.repeat(50)}`), credit);
  expect(new Decimal(tiny.received?.amount ?? 0).decimalPlaces()).toBeLessThanOrEqual(30);
});

test.each([
  ['100.00', '100', '100', '100.00', 'exactly the requested amount'],
  ['99.99', '0.00133321', '0.00133321', '99.99', 'exactly the requested amount, at an odd rate'],
  ['100.00', '100', '33.33333333', '33.33', 'a third'],
  ['100.00', '100', '99.999999', '99.99', 'slightly less: rounded down'],
  ['100.00', '100', '250', '250.00', 'more than requested'],
  ['100.00', '100', '100.009', '100.00', 'more by less than a cent'],
  ['1.00', '0.000000000000000003', '0.000000000000000002', '0.66', '18 places'],
  ['50000.00', '3', '1', '16666.66', 'an endless quotient'],
  ['10.00', '30000000000000000000000000', '10000000000000000000000000', '3.33', 'a coin with a huge supply'],
  ['10.00', '1', '0', '0.00', 'nothing'],
  ['10.00', '0', '5', '0.00', 'a payment without a price'],
])('D8: of %s USD for %s units, %s units are worth %s: %s', (asked, payAmount, arrived, worth) => {
  expect(depositValueUsd(asked, payAmount, arrived)).toBe(worth);
  const d = decideReport(with_({ amountUsd: asked, payAmount }), report('finished', arrived), credit);
  expect(d.creditUsd).toBe(worth === '0.00' ? null : worth);
});

test('with any reports in any order, every cent is accounted for and the payment is credited at most once', () => {
  const seen = new Set<string>();
  for (let seed = 1; seed <= 1500; seed += 1) {
    const random = seeded(seed);
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T;
    let payment = untouched;
    let credits = 0;
    for (let step = 0; step < 14; step += 1) {
      if (random() < 0.2) payment = resolvedByStaff(payment, pick(['credited', 'returned', 'fee'] as const));
      const given = report(
        pick(PROVIDER_STATUSES),
        pick(['0', '0.001', '10', '40', '99.99', '100', '150', null]),
        pick([null, at(step), at(step), at(Math.floor(random() * 14))]),
      );
      const decision = decideReport(payment, given, pick([credit, suspense]));
      const next = carriedOut(payment, decision, given.updatedAt);
      if (decision.creditUsd !== null) credits += 1;
      expect(new Decimal(next.creditedAmountUsd).greaterThanOrEqualTo(payment.creditedAmountUsd)).toBe(true);
      expect(next.status === payment.status || paymentCanMove(payment.status, next.status)).toBe(true);
      seen.add(inShort(decision).replaceAll(/[\d.]+/g, ''));
      payment = next;
    }
    expect(credits).toBeLessThanOrEqual(1);
  }
  // The random walk must reach every case.
  expect(seen.size).toBeGreaterThanOrEqual(30);
});

/**
 * All that is in suspense, resolved in one way. The credit of a suspense item is not the payment's own
 * credit.
 */
function resolvedByStaff(payment: PaymentFacts, as: 'credited' | 'returned' | 'fee'): PaymentFacts {
  const column = `${as}AmountUsd` as const;
  return {
    ...payment,
    suspenseAmountUsd: '0.00',
    [column]: formatUsd(new Decimal(payment[column]).plus(payment.suspenseAmountUsd)),
  };
}
