import type { PayoutStatus } from '@paydesk/types';
import { describe, expect, test } from 'vitest';
import { readPayoutReport, type PayoutReport } from '../../src/nowpayments/payoutReport.ts';
import { decidePayoutReport } from '../../src/withdrawals/payouts/decidePayoutReport.ts';

const payout = {
  status: 'unknown' as PayoutStatus,
  providerStatus: null as string | null,
  unverifiedStatus: 'creating' as string | null,
  verifyAttempts: 0,
  currencyCode: 'USDTBSC',
  network: 'bsc' as string | null,
  address: '0x8ba1f109551bD432803012645Ac136ddd64DBA72',
  extraId: null as string | null,
  cryptoAmount: '48.500000',
};
const report = (status: string, changes: object = {}): PayoutReport => {
  const read = readPayoutReport({
    id: '1',
    batch_withdrawal_id: '2',
    status,
    currency: 'usdtbsc',
    address: '0x8ba1f109551bd432803012645ac136ddd64dba72',
    extra_id: null,
    amount: '48.5',
    hash: null,
    error: null,
    ...changes,
  });
  if (read === null) throw new Error('this is no payout');
  return read;
};

/** The effect of each provider status on a payout in each status: '' changes nothing, '!' raises an alarm. */
const TABLE: Record<string, Record<string, string>> = {
  //           ordered               unknown              unknown, confirmed    sent              failed              finished
  CREATING: { ordered: 'unknown', unknown: '', confirmed: '', sent: '', failed: '', finished: '' },
  WAITING: { ordered: 'unknown', unknown: '', confirmed: 'sent', sent: '', failed: '', finished: '' },
  PROCESSING: {
    ordered: 'unknown',
    unknown: 'sent',
    confirmed: 'sent',
    sent: '',
    failed: 'sent!',
    finished: '',
  },
  SENDING: {
    ordered: 'unknown',
    unknown: 'sent',
    confirmed: 'sent',
    sent: '',
    failed: 'sent!',
    finished: '',
  },
  FINISHED: {
    ordered: 'unknown',
    unknown: 'finished',
    confirmed: 'finished',
    sent: 'finished',
    failed: 'finished!',
    finished: '',
  },
  FAILED: {
    ordered: 'unknown',
    unknown: 'failed',
    confirmed: 'failed',
    sent: 'failed',
    failed: '',
    finished: '!',
  },
  REJECTED: {
    ordered: 'unknown',
    unknown: 'failed',
    confirmed: 'failed',
    sent: 'failed',
    failed: '',
    finished: '!',
  },
  cancelled: {
    ordered: 'unknown',
    unknown: 'failed',
    confirmed: 'failed',
    sent: 'failed',
    failed: '',
    finished: '!',
  },
  ON_FIRE: { ordered: '!', unknown: '!', confirmed: '!', sent: '!', failed: '!', finished: '!' },
};
const cells = Object.entries(TABLE).flatMap(([word, row]) =>
  Object.entries(row).map(([state, outcome]) => [word, state, outcome] as const),
);

test.each(cells)('%s about a payout that is %s: %s', (word, state, outcome) => {
  const known = {
    ...payout,
    ...(state === 'confirmed'
      ? { status: 'unknown' as const, verifyAttempts: 1 }
      : { status: state as PayoutStatus }),
  };
  const { status, alarm } = decidePayoutReport(known, report(word));
  expect(`${status === null || status === known.status ? '' : status}${alarm ? '!' : ''}`).toBe(outcome);
});

describe('a report of the provider', () => {
  test('that repeats changes nothing and raises no second alarm', () => {
    expect(
      decidePayoutReport({ ...payout, status: 'finished', providerStatus: 'failed' }, report('FAILED')),
    ).toMatchObject({ status: null, alarm: false });
    expect(decidePayoutReport({ ...payout, providerStatus: 'on_fire' }, report('ON_FIRE'))).toMatchObject({
      status: null,
      alarm: false,
      message: null,
    });
  });

  test('before a confirmation sets the status that stands for unconfirmed: documentation and live answers differ', () => {
    const waiting = { ...payout, unverifiedStatus: 'waiting', verifyAttempts: 1 };
    expect(decidePayoutReport(waiting, report('WAITING')).status).toBeNull();
    expect(decidePayoutReport(waiting, report('CREATING')).status).toBeNull();
    expect(decidePayoutReport(waiting, report('PROCESSING')).status).toBe('sent');
  });

  test.each([{ amount: '48.49' }, { address: '0xabd' }, { currency: 'usdttrc20' }, { extra_id: '7' }])(
    'about %j differs from the order: not confirmed, and an alarm is raised',
    (other) => {
      expect(decidePayoutReport(payout, report('CREATING', other))).toMatchObject({
        status: 'failed',
        isAsOrdered: false,
        alarm: true,
      });
      expect(decidePayoutReport({ ...payout, status: 'sent' }, report('FINISHED', other))).toMatchObject({
        status: 'finished',
        isAsOrdered: false,
        alarm: true,
      });
    },
  );

  test('in another spelling counts as the same', () => {
    expect(
      decidePayoutReport(
        payout,
        report('CREATING', { amount: '48.50', address: payout.address.toLowerCase(), extra_id: '' }),
      ).isAsOrdered,
    ).toBe(true);
    expect(
      decidePayoutReport({ ...payout, extraId: '7' }, report('CREATING', { extra_id: '7' })).isAsOrdered,
    ).toBe(true);
  });

  test('for an account that differs in the case of a letter is not what was ordered', () => {
    const address = 'EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v';
    const onSolana = { ...payout, network: 'sol', address };
    const lower = address.replace('Wdd5', 'wdd5');
    expect(decidePayoutReport(onSolana, report('CREATING', { address })).isAsOrdered).toBe(true);
    expect(decidePayoutReport(onSolana, report('CREATING', { address: lower })).isAsOrdered).toBe(false);
  });

  test('with an error reaches staff without control characters', () => {
    expect(decidePayoutReport(payout, report('FAILED', { error: 'no\n\u0007gas' })).message).toBe(
      'The provider reports failed: no gas',
    );
  });
});

test.each([
  {},
  { id: '1' },
  { id: '1', batch_withdrawal_id: '2' },
  [],
  'OK',
  null,
  { id: 1, batch_withdrawal_id: 2, status: 3 },
])('%j is no payout', (body) => {
  expect(readPayoutReport(body)).toBeNull();
});
