import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Decimal,
  PAYMENT_STATUSES,
  SUSPENSE_STATUSES,
  TRANSACTION_TYPES,
  WITHDRAWAL_STATUSES,
} from '@paydesk/types';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  createAppContext,
  ensureFirstStaff,
  Payment,
  SuspenseItem,
  User,
  WithdrawalRequest,
} from '@paydesk/server/domain';
import { testDatabase } from '../../../server/test/support/testDatabase.ts';
import { testSettings } from '../../../server/test/support/testDesk.ts';
import { summary } from '../../../server/src/dashboard/summary.ts';
import { verifyDesk } from '../../../server/src/verify/verifyDesk.ts';
import { Transaction } from '../../../server/src/models/Transaction.ts';
import { WithdrawalApproval } from '../../../server/src/models/WithdrawalApproval.ts';
import { fillDemo } from './fillDemo.ts';

const dataDir = mkdtempSync(join(tmpdir(), 'paydesk-demo-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const { knex } = await testDatabase();
const settings = testSettings({ PAYDESK_DATA_DIR: dataDir });
const ctx = createAppContext(settings, knex, pino({ level: 'silent' }));
const heard: [number, number, string][] = [];
let finishedAt = 0;

beforeAll(async () => {
  await ensureFirstStaff(settings, knex);
  await fillDemo(settings, knex, (...progress) => heard.push(progress));
  finishedAt = Date.now();
  // Some twenty thousand small queries: seconds on a quiet machine, a minute on a crowded one.
}, 180_000);

test('the books are in order and every received cent is explained', async () => {
  const { checks, ledger } = await verifyDesk(knex);
  expect(checks.filter(({ faults }) => faults > 0)).toEqual([]);
  expect(ledger).toMatchObject({ users: 40, firstBad: null });
  const { conservation, withdrawalsToReview } = await summary(ctx);
  expect(conservation.unexplainedUsd).toBe('0.00');
  expect(new Decimal(conservation.receivedUsd).greaterThan('10000.00')).toBe(true);
  expect(withdrawalsToReview.count).toBeGreaterThanOrEqual(5);
});

test('every status, every type of posting and every way out of suspense occurs', async () => {
  const distinct = async (query: PromiseLike<object[]>) =>
    (await query).map((row) => String(Object.values(row)[0])).toSorted();
  expect(await distinct(Payment.query().distinct('status'))).toEqual([...PAYMENT_STATUSES].toSorted());
  expect(await distinct(WithdrawalRequest.query().distinct('status'))).toEqual(
    [...WITHDRAWAL_STATUSES].toSorted(),
  );
  expect(await distinct(Transaction.query().distinct('transactionType'))).toEqual(
    [...TRANSACTION_TYPES].toSorted(),
  );
  expect(await distinct(SuspenseItem.query().distinct('status'))).toEqual([...SUSPENSE_STATUSES].toSorted());
});

test('there are forty people, some frozen and one anonymised, and some four hundred payments', async () => {
  expect(await User.query().resultSize()).toBe(40);
  expect(await User.query().whereNotNull('frozenAt').resultSize()).toBe(2);
  expect(await User.query().whereNotNull('anonymizedAt').resultSize()).toBe(1);
  expect(await Payment.query().resultSize()).toBeGreaterThan(380);
});

test('what needs a person’s attention is there, and is the exception', async () => {
  const flags = (await Payment.query().whereNotNull('needsAttention')).map(
    ({ needsAttention }) => needsAttention ?? '',
  );
  expect(flags.toSorted()).toEqual([
    'provider_refund_after_credit',
    'provider_refund_after_credit',
    'unknown_status: under_review',
  ]);
  expect(await Payment.query().where({ status: 'refunded', parentPaymentId: null }).resultSize()).toBe(6);
});

test('a large withdrawal waits with one of its two approvals', async () => {
  const large = await WithdrawalRequest.query().where({ status: 'pending', requiredApprovals: 2 });
  expect(large).toHaveLength(1);
  expect(await WithdrawalApproval.query().where({ withdrawalRequestId: large[0]?.id }).resultSize()).toBe(1);
});

test('it all happened in the last sixty days, in order, and nothing in the future', async () => {
  const oldest = await Payment.query().min('createdAt as at').first().castTo<{ at: Date }>();
  const newest = await Transaction.query().max('createdAt as at').first().castTo<{ at: Date }>();
  expect(oldest.at.getTime()).toBeLessThan(finishedAt - 50 * 86_400_000);
  expect(oldest.at.getTime()).toBeGreaterThan(finishedAt - 60 * 86_400_000);
  expect(newest.at.getTime()).toBeLessThanOrEqual(finishedAt);
  expect(newest.at.getTime()).toBeGreaterThan(finishedAt - 86_400_000);
});

test('the worker finds nothing overdue, and old payments are left alone', async () => {
  const { count } = await Payment.query()
    .where('nextCheckAt', '<=', new Date(finishedAt))
    .count()
    .first()
    .castTo<{ count: string }>();
  expect(Number(count)).toBe(0);
  expect(
    await Payment.query()
      .whereNotNull('nextCheckAt')
      .where('createdAt', '<', new Date(finishedAt - 10 * 86_400_000))
      .resultSize(),
  ).toBe(0);
});

test('the simulator’s journal holds the payments that are on their way, and no clock of its own', () => {
  const lines = readFileSync(join(dataDir, 'simulator.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map(
      (line) =>
        JSON.parse(line) as {
          kind: string;
          offsetMs?: number;
          payment?: { paymentId: string; steps: object[] };
        },
    );
  expect(lines.filter(({ kind, offsetMs }) => kind === 'clock' && offsetMs !== 0)).toEqual([]);
  const payments = new Map(
    lines.flatMap(({ payment }) => (payment === undefined ? [] : [[payment.paymentId, payment]])),
  );
  expect([...payments.values()].filter(({ steps }) => steps.length > 0).length).toBeGreaterThan(3);
});

test('progress is reported from the first scenario to the last', () => {
  expect(heard.length).toBeGreaterThan(400);
  expect(heard.at(-1)?.[0]).toBe(heard.at(-1)?.[1]);
});

test('a desk with customers is refused, and so is one with a real provider', async () => {
  await expect(fillDemo(settings, knex)).rejects.toThrow('customers already');
  const real = testSettings({ NOWPAYMENTS_API_KEY: 'k', NOWPAYMENTS_IPN_SECRET: 's' });
  await expect(fillDemo(real, knex)).rejects.toThrow('real provider');
});
