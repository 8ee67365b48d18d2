import { writeReply } from '@paydesk/checkout/replies';
import {
  PAYMENT_STATUSES,
  PAYOUT_STATUSES,
  SUSPENSE_REASONS,
  SUSPENSE_STATUSES,
  WITHDRAWAL_STATUSES,
} from '@paydesk/types/rules';
import { expect, test } from 'vitest';
import { moneyPayment, moneyState, moneySuspense, moneyWithdrawal } from '../../test/moneyRows.ts';
import type { MoneyState } from '../providers/records.ts';
import { LANGUAGES } from '../texts/languages.ts';
import type { MoneyAnswer, TimeFormat } from './answer.ts';
import { describeMoney } from './describeMoney.ts';

const NOW = new Date('2026-11-28T12:00:00.000Z');
const format: TimeFormat = {
  now: NOW,
  at: (iso) => iso.slice(11, 16),
  age: (iso) => `${Math.floor((NOW.getTime() - new Date(iso).getTime()) / 3_600_000)} h`,
};
const describe = (state: Partial<MoneyState>) => describeMoney(moneyState(state), format);
const textOf = ({ sentences }: MoneyAnswer) => sentences.join(' ');
const sentence = (state: Partial<MoneyState>) => textOf(describe(state).answers[0]);

/** What holds for every answer, whatever the rows say. */
function expectWhole(answer: MoneyAnswer): void {
  const text = textOf(answer);
  expect(text).not.toMatch(/undefined|null|NaN|Invalid|\{|\}/);
  expect(answer.sentences.length).toBeGreaterThan(0);
  for (const part of answer.sentences) expect(part).toMatch(/^\S.*\.$/s);
  expect(answer.next.text).not.toBe('');
  expect(answer.urgency === 'staff').toBe(answer.next.who === 'staff');
  for (const language of LANGUAGES) expect(writeReply(answer.reply, language)).not.toMatch(/\{|undefined/);
}

const AMOUNTS = [
  {
    name: 'nothing',
    row: {
      actualAmount: null,
      actualAmountUsd: '0.00',
      creditedAmountUsd: '0.00',
      creditedAt: null,
      credits: 0,
    },
  },
  {
    name: 'money',
    row: {
      actualAmount: '0.001',
      actualAmountUsd: '20.00',
      creditedAmountUsd: '0.00',
      creditedAt: null,
      credits: 0,
    },
  },
  {
    name: 'a credit',
    row: {
      actualAmount: '0.001',
      actualAmountUsd: '20.00',
      creditedAmountUsd: '20.00',
      creditedAt: '2026-11-28T10:02:00.000Z',
      credits: 1,
    },
  },
] as const;
const ITEMS = [
  null,
  ...SUSPENSE_REASONS.flatMap((reason) => SUSPENSE_STATUSES.map((status) => ({ reason, status }))),
];
const PROVIDER = ['finished', 'never heard of', null];

test.each(PAYMENT_STATUSES)(
  'of a payment that is %s the sentence claims only what the rows say',
  (status) => {
    for (const { name, row } of AMOUNTS)
      for (const item of ITEMS)
        for (const providerStatus of PROVIDER)
          for (const isExtra of [false, true])
            for (const hasAddress of [false, true]) {
              const payment = moneyPayment({ status, providerStatus, isExtra, hasAddress, ...row });
              const suspense =
                item === null
                  ? []
                  : [
                      moneySuspense({
                        ...item,
                        paymentId: payment.id,
                        resolvedAt: item.status === 'open' ? null : '2026-11-28T11:00:00.000Z',
                      }),
                    ];
              const [answer] = describe({ payments: [payment], suspense }).answers;
              const what = `${name}, ${JSON.stringify(item)}, ${providerStatus}, ${isExtra}, ${hasAddress}: ${textOf(answer)}`;
              expectWhole(answer);
              const text = textOf(answer);
              const isOpen = item?.status === 'open';
              expect(text.includes('staff must decide'), what).toBe(isOpen);
              expect(text.includes('in suspense for 22 h'), what).toBe(isOpen);
              expect(/\$20\.00 credited/.test(text), what).toBe(name === 'a credit');
              expect(/no money has been seen/.test(text) && name !== 'nothing', what).toBe(false);
              expect(
                /0\.001 BTC (of|arrived|seen|confirmed)|although 0\.001/.test(text) && name === 'nothing',
                what,
              ).toBe(false);
              expect(text.includes('never heard of'), what).toBe(providerStatus === 'never heard of');
              for (const [word, closed] of [
                ['was in suspense and credited', 'credited'],
                ['was in suspense and returned', 'returned'],
                ['was in suspense and written off', 'written_off'],
              ] as const)
                expect(text.includes(word), what).toBe(item?.status === closed);
              expect(answer.next.who === 'staff', what).toBe(isOpen);
              const { key } = answer.reply;
              expect(key === 'credited' || key === 'creditedPartly', what).toBe(
                name === 'a credit' &&
                  !isOpen &&
                  !['pending', 'confirming', 'confirmed', 'refunded'].includes(status),
              );
              expect(key === 'nothingArrived' && name !== 'nothing', what).toBe(false);
              expect(['checking', 'checkingPayment'].includes(key) || !isOpen, what).toBe(true);
            }
  },
);

const PAYOUTS = [null, ...PAYOUT_STATUSES];

test.each(WITHDRAWAL_STATUSES)(
  'of a withdrawal that is %s the sentence claims only what the rows say',
  (status) => {
    for (const payoutStatus of PAYOUTS)
      for (const isIntact of [true, false])
        for (const payoutsStopped of [true, false])
          for (const sent of [
            { cryptoAmount: null, transactionHash: null },
            { cryptoAmount: '0.0012', transactionHash: '0xabc' },
          ]) {
            const withdrawal = moneyWithdrawal({
              status,
              payoutStatus,
              payoutChangedAt: payoutStatus === null ? null : '2026-11-28T11:30:00.000Z',
              isIntact,
              ...sent,
            });
            const [answer] = describe({ withdrawals: [withdrawal], payoutsStopped }).answers;
            const text = textOf(answer);
            const what = `${payoutStatus}, ${isIntact}, ${payoutsStopped}: ${text}`;
            expectWhole(answer);
            expect(text.includes('paid out at'), what).toBe(status === 'completed');
            expect(text.includes('changed in the database'), what).toBe(!isIntact);
            expect(text.includes('outcome is not known'), what).toBe(payoutStatus === 'unknown');
            const isOpen = ['pending', 'approved', 'processing'].includes(status);
            expect(text.includes('All payouts are stopped'), what).toBe(isOpen && payoutsStopped);
            const { key } = answer.reply;
            expect(key.startsWith('withdrawalSent'), what).toBe(status === 'completed');
            expect(key === 'withdrawalSentHash', what).toBe(
              status === 'completed' && sent.transactionHash !== null,
            );
            if (!isOpen) expect(answer.next.who, what).toBe('none');
            if (isOpen && !isIntact) {
              expect(answer.tone, what).toBe('error');
              expect(key, what).toBe('withdrawalDelayed');
            }
          }
  },
);

test('a second transfer that waits', () => {
  const state = {
    suspense: [
      moneySuspense({
        reason: 'redeposit',
        amount: '0.0024',
        amountUsd: '0.00',
        createdAt: '2026-11-27T14:00:00.000Z',
      }),
    ],
  };
  expect(sentence(state)).toBe(
    'Paid 0.0024 BTC, seen at 14:00; it is a second transfer to a used address, and it has been in suspense for 22 h: staff must decide.',
  );
  expect(describe(state).answers[0].next).toMatchObject({ who: 'staff', link: { resource: 'suspense' } });
});

test('a credit that is partly spent', () => {
  const money = describe({
    payments: [
      moneyPayment({
        status: 'completed',
        creditedAmountUsd: '50.00',
        creditedAt: '2026-11-28T10:02:00.000Z',
        credits: 1,
      }),
    ],
    balance: {
      balanceUsd: '12.30',
      heldUsd: '5.00',
      availableUsd: '7.30',
      deposit: { amountUsd: '50.00', paymentId: null, at: '2026-11-28T10:02:00.000Z' },
      since: [
        { type: 'payment', count: 3, amountUsd: '-38.70' },
        { type: 'refund', count: 1, amountUsd: '1.00' },
      ],
      sinceIsCapped: false,
    },
  });
  expect(textOf(money.answers[0])).toBe('$50.00 credited at 10:02 from payment PAY_20261128094500_0a1b2c3d.');
  expect(money.balance).toEqual([
    'The balance is now $12.30, after 3 charges (-$38.70) and 1 refund ($1.00) since the deposit of $50.00 at 10:02.',
    '$5.00 of it is held for open withdrawals; $7.30 is available.',
  ]);
});

test('what cannot be counted is not claimed to be', () => {
  const balance = {
    balanceUsd: '1.00',
    heldUsd: '0.00',
    availableUsd: '1.00',
    since: [],
    sinceIsCapped: true,
  };
  const deposit = { amountUsd: '5.00', paymentId: null, at: '2026-11-28T10:02:00.000Z' };
  expect(describe({ balance: { ...balance, deposit } }).balance).toEqual([
    'The balance is now $1.00, after very many postings since the deposit of $5.00 at 10:02.',
  ]);
  expect(describe({ balance: { ...balance, deposit: null } }).balance).toEqual(['The balance is now $1.00.']);
  expect(describe({ balance: null }).balance).toEqual([]);
});

test('what waits for staff comes first, then what is open, then what is closed', () => {
  const { answers } = describe({
    payments: [
      moneyPayment({ id: 'open', status: 'confirming', statusChangedAt: '2026-11-28T11:59:00.000Z' }),
      moneyPayment({
        id: 'flagged',
        status: 'completed',
        needsAttention: 'amount_shrank',
        statusChangedAt: '2026-11-01T00:00:00.000Z',
      }),
      moneyPayment({ id: 'closed', status: 'expired', statusChangedAt: '2026-11-28T11:59:30.000Z' }),
    ],
    withdrawals: [
      moneyWithdrawal({ id: 'waiting', status: 'pending', statusChangedAt: '2026-11-28T09:00:00.000Z' }),
    ],
  });
  expect(answers.map(({ id }) => id)).toEqual(['waiting', 'flagged', 'open', 'closed']);
});

test('no one is asked to pay to an address that has run out', () => {
  const inTime = moneyPayment({ expiresAt: '2026-11-28T12:00:01.000Z' });
  expect(describe({ payments: [inTime] }).answers[0]).toMatchObject({
    reply: { key: 'waitingUntil' },
    next: { text: 'The customer sends the money.' },
  });
  const overdue = moneyPayment({ expiresAt: '2026-11-28T12:00:00.000Z' });
  const [answer] = describe({ payments: [overdue] }).answers;
  expectWhole(answer);
  expect(textOf(answer)).toContain('The address was valid until 12:00.');
  expect(answer.reply.key).toBe('late');
  expect(answer.next.text).toBe(
    'If the money was sent, ask for the transaction id. Money that arrives late is still seen.',
  );
});

test('nothing to show is an answer too', () => {
  const [answer] = describe({}).answers;
  expectWhole(answer);
  expect(answer.reply.key).toBe('nothingFound');
});

test('a transfer that takes more than a day is for staff', () => {
  const slow = moneyPayment({ status: 'confirming', statusChangedAt: '2026-11-26T11:00:00.000Z' });
  expect(describe({ payments: [slow] }).answers[0].next).toMatchObject({
    who: 'staff',
    link: { resource: 'payments' },
  });
});
