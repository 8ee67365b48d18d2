import { type Permission, ROLE_PERMISSIONS, type TimelineEntry } from '@paydesk/types';
import { expect, test } from 'vitest';
import { addNote } from '../../src/notes/addNote.ts';
import { Payment } from '../../src/models/Payment.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { cancelPayment } from '../../src/payments/cancelPayment.ts';
import { closeSuspense } from '../../src/suspense/closeSuspense.ts';
import { readMoney } from '../../src/timeline/readMoney.ts';
import { readTimeline, type TimelineQuery } from '../../src/timeline/readTimeline.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { rejectWithdrawal } from '../../src/withdrawals/rejectWithdrawal.ts';
import { fullDesk } from '../support/fullDesk.ts';
import { newPayment } from '../support/money.ts';
import { actors, newUser } from '../support/testDesk.ts';

const { desk, knex, user, payment, withdrawal, paidWithdrawal } = await fullDesk();
const staff = actors.staff();
const ADMIN = new Set<Permission>(ROLE_PERMISSIONS.admin);
const item = await SuspenseItem.query(knex).findOne({ userId: user.id }).throwIfNotFound();
for (const [subjectKind, subjectId] of [
  ['payment', payment.id],
  ['user', user.id],
  ['suspense', item.id],
  ['withdrawal', withdrawal.id],
] as const)
  await addNote(desk, staff, { subjectKind, subjectId, note: `a note on the ${subjectKind}` });
const cancelled = await newPayment(desk, user.id, '25.00');
await cancelPayment(desk, staff, cancelled.id);
const other = await newUser(desk, 'somebody else');
await newPayment(desk, other.id);

const read = async (query: Partial<TimelineQuery> = {}) =>
  await readTimeline(desk, { of: 'user', id: user.id, permissions: ADMIN, perPage: 100, ...query });
const kinds = (entries: readonly TimelineEntry[]) => new Set(entries.map(({ kind }) => kind));
const key = ({ kind, id }: TimelineEntry) => `${kind} ${id}`;

test('the timeline of a user has everything, newest first, and nothing of others', async () => {
  const { data, nextCursor } = await read();
  expect(nextCursor).toBeNull();
  expect([...kinds(data)].toSorted()).toEqual(
    [
      'approval',
      'note',
      'paymentCreated',
      'paymentEnded',
      'posting',
      'providerReport',
      'rateFixed',
      'suspenseOpened',
      'userCreated',
      'withdrawalChanged',
      'withdrawalRequested',
    ].toSorted(),
  );
  expect(data.map(({ at }) => at)).toEqual(
    data
      .map(({ at }) => at)
      .toSorted()
      .toReversed(),
  );
  expect(new Set(data.map(key)).size).toBe(data.length);
  expect(data.find(({ kind }) => kind === 'suspenseOpened')).toMatchObject({
    resource: 'suspense',
    resourceId: item.id,
    detail: 'redeposit',
    amount: '20',
    amountUsd: '20.00',
    currencyName: 'USDT (BEP20)',
  });
  expect(
    data.filter(({ kind }) => kind === 'posting').map(({ status, amountUsd }) => `${status} ${amountUsd}`),
  ).toEqual(
    expect.arrayContaining([
      'deposit 500.00',
      'payment -30.00',
      'refund 10.00',
      'withdrawal -38.50',
      'fee -1.50',
    ]),
  );
  expect(data.find(({ kind }) => kind === 'approval')).toMatchObject({
    resourceId: paidWithdrawal.id,
    actor: { kind: 'staff' },
  });
  const notes = data.filter(({ kind }) => kind === 'note').map(({ text }) => text);
  expect(notes).toHaveLength(4);
  for (const subject of ['payment', 'suspense', 'user', 'withdrawal'])
    expect(notes).toContain(`a note on the ${subject}`);
});

test('the timeline of a payment has its further deposits, and nothing of other payments', async () => {
  const { data } = await read({ of: 'payment', id: payment.id });
  expect([...kinds(data)].toSorted()).toEqual(
    ['note', 'paymentCreated', 'posting', 'providerReport', 'suspenseOpened'].toSorted(),
  );
  expect(data.filter(({ kind }) => kind === 'paymentCreated')).toHaveLength(2);
  const notes = data.filter(({ kind }) => kind === 'note').map(({ text }) => text);
  expect(new Set(notes)).toEqual(new Set(['a note on the payment', 'a note on the suspense']));
  const ended = await read({ of: 'payment', id: cancelled.id });
  expect(ended.data.find(({ kind }) => kind === 'audit')).toMatchObject({
    status: 'payments.cancel',
    actor: { id: staff.id },
  });
});

test('pages continue where the last ended, also between rows of one millisecond', async () => {
  await knex.transaction(async (trx) => {
    for (const table of ['transactions', 'notes', 'payments']) {
      await trx.raw('alter table ?? disable trigger user', [table]);
      await trx(table).update({ created_at: '2026-09-01T00:00:00.000Z' });
      await trx.raw('alter table ?? enable trigger user', [table]);
    }
  });
  const whole = await read();
  for (const perPage of [1, 3, 7]) {
    const paged: TimelineEntry[] = [];
    let cursor: string | undefined;
    do {
      const page = await read({ perPage, cursor });
      expect(page.data.length).toBeLessThanOrEqual(perPage);
      paged.push(...page.data);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(paged.map(key)).toEqual(whole.data.map(key));
  }
});

const without = (...missing: Permission[]) =>
  new Set(ROLE_PERMISSIONS.admin.filter((permission) => !missing.includes(permission)));

test.each([
  ['withdrawals.read', ['withdrawalRequested', 'approval', 'rateFixed', 'withdrawalChanged', 'payout']],
  ['payments.read', ['paymentCreated', 'paymentEnded', 'providerReport']],
  ['suspense.read', ['suspenseOpened', 'suspenseClosed']],
  ['transactions.read', ['posting']],
  ['users.read', ['userCreated']],
] as const)('without %s there is none of %j, and no note about them', async (permission, hidden) => {
  const { data } = await read({ permissions: without(permission) });
  for (const kind of hidden) expect(kinds(data)).not.toContain(kind);
  expect(kinds(data).size).toBeGreaterThan(3);
  const subject = {
    'withdrawals.read': 'withdrawal',
    'payments.read': 'payment',
    'suspense.read': 'suspense',
  }[permission as string];
  const notes = data.filter(({ kind }) => kind === 'note').map(({ text }) => text);
  expect(notes).toHaveLength(permission === 'transactions.read' ? 4 : 3);
  if (subject !== undefined) expect(notes).not.toContain(`a note on the ${subject}`);
});

test('with no permission there is nothing', async () => {
  expect(await read({ permissions: new Set<Permission>() })).toEqual({ data: [], nextCursor: null });
});

const cursorOf = (...parts: string[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');

test.each([
  ['no text of ours', 'x'],
  ['no list', 'bnVsbA'],
  ['no time', cursorOf('2026-01-01', 'payment', user.id)],
  ['no source', cursorOf('2026-01-01T00:00:00.000Z', 'nowhere', user.id)],
  ['no id', cursorOf('2026-01-01T00:00:00.000Z', 'payment', 'x')],
  ['an id of dashes', cursorOf('2026-01-01T00:00:00.000Z', 'payment', '-'.repeat(36))],
  ['a year that only JavaScript has', cursorOf('+275760-09-13T00:00:00.000Z', 'payment', user.id)],
])('a cursor with %s is refused', async (_what, cursor) => {
  await expect(read({ cursor })).rejects.toMatchObject({ reason: 'INVALID_CURSOR' });
});

test('where the money of a user is: what is open first', async () => {
  const money = await readMoney(desk, { userId: user.id, payment: null, permissions: ADMIN });
  expect(money).toMatchObject({
    payments: [{ id: cancelled.id, status: 'cancelled' }],
    suspense: [{ id: item.id, status: 'open', reason: 'redeposit', parentPaymentId: payment.id }],
    withdrawals: [{ id: withdrawal.id, status: 'pending', approvals: 0, payoutStatus: null }],
    hasMore: false,
    isFrozen: false,
    balance: {
      balanceUsd: '440.00',
      heldUsd: '50.00',
      availableUsd: '390.00',
      deposit: { amountUsd: '500.00', paymentId: payment.id },
      sinceIsCapped: false,
    },
  });
  expect(money.balance?.since).toEqual(
    expect.arrayContaining([
      { type: 'payment', count: 1, amountUsd: '-30.00' },
      { type: 'refund', count: 1, amountUsd: '10.00' },
    ]),
  );
});

test('where the money of a payment is: its suspense items, also those of further deposits', async () => {
  const row = await Payment.query(knex).findById(payment.id).throwIfNotFound();
  const of = { userId: user.id, payment: row, permissions: ADMIN };
  expect(await readMoney(desk, of)).toMatchObject({
    payments: [{ id: payment.id, status: 'completed', creditedAmountUsd: '500.00' }],
    suspense: [{ id: item.id, status: 'open' }],
    withdrawals: [],
  });
  const hidden = await readMoney(desk, { ...of, permissions: without('suspense.read', 'balances.read') });
  expect(hidden).toMatchObject({ suspense: [], balance: null });
});

test('what staff decide shows with their reason', async () => {
  await closeSuspense(desk, staff, { id: item.id, note: 'sent back by hand', as: 'returned' });
  await rejectWithdrawal(desk, staff, withdrawal.id, 'the address is not theirs');
  await freezeUser(desk, staff, user.id, true, 'asked by the customer');
  const { data } = await read();
  expect(data.find(({ kind }) => kind === 'suspenseClosed')).toMatchObject({
    status: 'returned',
    actor: { id: staff.id },
  });
  for (const status of ['suspense.markReturned', 'withdrawals.reject', 'users.freeze'])
    expect(data.find((entry) => entry.kind === 'note' && entry.status === status)).toBeDefined();
});
