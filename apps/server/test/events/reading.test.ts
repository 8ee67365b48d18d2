import { EVENT_TYPES, type EventOutput, USER_EVENT_TYPES } from '@paydesk/types';
import { expect, test } from 'vitest';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { User } from '../../src/models/User.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { anonymizeUser } from '../../src/users/anonymizeUser.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { rejectWithdrawal } from '../../src/withdrawals/rejectWithdrawal.ts';
import { pay } from '../support/fullDesk.ts';
import { appCaller, call, httpDesk, staffCaller, userCaller, type Caller } from '../support/http.ts';
import { newPayment, newWithdrawal } from '../support/money.ts';
import { actors, newUser, offerCurrencies } from '../support/testDesk.ts';
import { cursorNow } from './eventDesk.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const [alice, bob] = [await newUser(desk, 'alice'), await newUser(desk, 'bob')];
const shop = await appCaller(desk, [
  'events.read',
  'payments.read',
  'transactions.read',
  'withdrawals.read',
  'users.read',
]);
const asAlice = await userCaller(desk, alice.id);
const start = await cursorNow(desk);

for (const { id } of [alice, bob]) {
  const payment = await pay(desk, await newPayment(desk, id, '200.00'));
  await pay(desk, payment, '20');
  await chargeUser(desk, actors.service(), { userId: id, amountUsd: '5.00' });
  const withdrawal = await newWithdrawal(desk, id, '50.00');
  await rejectWithdrawal(desk, actors.staff(), withdrawal.id, 'a wrong address');
  await freezeUser(desk, actors.staff(), id, true, 'a secret suspicion');
}
await sequenceEvents(desk);

interface Page {
  data: EventOutput[];
  nextCursor: string;
  hasMore: boolean;
}
const list = async (caller: Caller, input: object = {}) => {
  const answer = await call(app, caller, 'events.list', { after: start, ...input });
  return { ...answer, page: answer.data as Page, reason: answer.error?.data.reason ?? 'OK' };
};

test('an app reads all events, page by page, and each once', async () => {
  const whole = (await list(shop, { limit: 500 })).page;
  expect(whole.hasMore).toBe(false);
  const collected: EventOutput[] = [];
  let after: string | number = start;
  for (let hasMore = true; hasMore;) {
    const { page } = await list(shop, { after, limit: 4 });
    expect(page.data.length).toBeLessThanOrEqual(4);
    collected.push(...page.data);
    ({ nextCursor: after, hasMore } = page);
  }
  expect(collected).toEqual(whole.data);
  expect(after).toBe(whole.nextCursor);
  expect(collected.map(({ sequence }) => sequence)).toEqual(
    collected.map((_one, index) => start + index + 1),
  );
  // The cursor of an empty page goes on, and a sequence is a cursor as well.
  expect((await list(shop, { after })).page).toEqual({ data: [], nextCursor: after, hasMore: false });
  expect((await list(shop, { after: Number(after) - 1 })).page.data).toEqual(collected.slice(-1));
});

test('one event is read by its id', async () => {
  const [event] = (await list(shop, { limit: 1 })).page.data;
  expect((await call(app, shop, 'events.get', { id: event?.id })).data).toEqual(event);
});

/** When the desk has asked the provider again, and what only `get` counts. */
const changedWithoutEvent = { checkedAt: null, updatedAt: null, providerData: null, liveTokens: null };

const GETS = { payment: 'payments', transaction: 'transactions', withdrawal: 'withdrawals', user: 'users' };

test.each([
  ['an app', shop],
  ['a user', asAlice],
])('the last event of a resource shows %s what its own get shows', async (_name, caller) => {
  const { data } = (await list(caller, { limit: 500, userId: alice.id })).page;
  const latest = new Map(data.map((event) => [event.resourceId, event]));
  const compared = new Set<string>();
  for (const event of latest.values()) {
    if (!(event.resourceType in GETS)) continue;
    const resource = GETS[event.resourceType as keyof typeof GETS];
    // A re-deposit gets its hash in the step after the one that confirms it.
    if (event.resourceType === 'payment' && event.data?.parentPaymentId !== null) continue;
    const answer = await call(app, caller, `${resource}.get`, { id: event.resourceId });
    const shown = answer.data as Record<string, unknown>;
    const reported = event.data as unknown as Record<string, unknown>;
    expect(Object.keys(reported).toSorted()).toEqual(Object.keys(shown).toSorted());
    expect({ ...reported, ...changedWithoutEvent }).toEqual({ ...shown, ...changedWithoutEvent });
    compared.add(event.resourceType);
  }
  expect([...compared].toSorted()).toEqual(Object.keys(GETS).toSorted());
});

test('a user token sees its own user’s events, of the types that concern users, and nothing of staff', async () => {
  const { page } = await list(asAlice, { limit: 500 });
  expect(new Set(page.data.map(({ userId }) => userId))).toEqual(new Set([alice.id]));
  expect(new Set(page.data.map(({ userExternalId }) => userExternalId))).toEqual(new Set([alice.externalId]));
  for (const { type } of page.data) expect(USER_EVENT_TYPES).toContain(type);
  const { page: all } = await list(shop, { limit: 500, userId: alice.id });
  expect(page.data.map(({ id }) => id)).toEqual(
    all.data.filter(({ type }) => USER_EVENT_TYPES.includes(type)).map(({ id }) => id),
  );
  expect(all.data.length).toBeGreaterThan(page.data.length);
  expect(JSON.stringify(page)).not.toMatch(/a secret suspicion|Ada/);
  expect(JSON.stringify(all)).toMatch(/a secret suspicion/);
  // Its cursor passes over what others did.
  expect(page.nextCursor).toBe(all.nextCursor);

  expect((await list(asAlice, { userId: bob.id })).reason).toBe('PERMISSION_DENIED');
  expect((await list(asAlice, { types: ['change_request.created'] })).reason).toBe('PERMISSION_DENIED');
  for (const event of (await list(shop, { limit: 500 })).page.data) {
    const isOwn = event.userId === alice.id && USER_EVENT_TYPES.includes(event.type);
    expect((await call(app, asAlice, 'events.get', { id: event.id })).status).toBe(isOwn ? 200 : 404);
  }
});

test('types and users select, and the cursor of a page without a match still moves', async () => {
  const { page } = await list(shop, { types: ['payment.credited', 'withdrawal.rejected'], limit: 500 });
  expect(page.data.map(({ type, userId }) => [type, userId])).toEqual([
    ['payment.credited', alice.id],
    ['withdrawal.rejected', alice.id],
    ['payment.credited', bob.id],
    ['withdrawal.rejected', bob.id],
  ]);
  expect((await list(shop, { types: ['payment.credited'], userId: bob.id })).page.data).toEqual([
    page.data[2],
  ]);
  const twice = ['payment.credited', 'payment.credited', 'withdrawal.rejected'];
  expect((await list(shop, { types: twice, limit: 500 })).page.data).toEqual(page.data);
  const first = await list(shop, { types: ['payment.credited', 'withdrawal.rejected'], limit: 1 });
  expect(first.page).toEqual({
    data: [page.data[0]],
    nextCursor: String(page.data[0]?.sequence),
    hasMore: true,
  });
  const none = (await list(shop, { types: ['user.anonymized'] })).page;
  expect(none).toEqual({ data: [], nextCursor: page.nextCursor, hasMore: false });
});

test('without a cursor reading begins with the oldest, with `now` after the newest', async () => {
  const oldest = await call(app, shop, 'events.list', { limit: 1 });
  expect(oldest.data).toMatchObject({ data: [{ sequence: 1 }], nextCursor: '1', hasMore: true });
  const { page } = await list(shop, { limit: 500 });
  expect((await list(shop, { after: 'now' })).page).toEqual({
    data: [],
    nextCursor: page.nextCursor,
    hasMore: false,
  });
});

test.each([
  { after: 'yesterday' },
  { after: -1 },
  { after: 1.5 },
  { after: '1e3' },
  { types: ['payment.unheard_of'] },
  { types: [] },
  { limit: 0 },
  { limit: 501 },
  { userId: 'alice' },
])('%j is refused', async (input) => {
  expect((await list(shop, input)).reason).toBe('INVALID_INPUT');
});

test('events need their own permission; every role of staff has it', async () => {
  expect((await list(await appCaller(desk, ['payments.read']))).reason).toBe('PERMISSION_DENIED');
  expect((await list(await staffCaller(desk, 'viewer'), { limit: 1 })).page.data).toHaveLength(1);
  expect((await list({})).reason).toBe('UNAUTHENTICATED');
});

test('anonymising a user anonymises its events', async () => {
  const carol = await newUser(desk, 'carol');
  await User.query(desk.knex)
    .findById(carol.id)
    .patch({ email: 'carol@example.com', username: 'Carol Smith' });
  await freezeUser(desk, actors.staff(), carol.id, true, 'for a test');
  await freezeUser(desk, actors.staff(), carol.id, false, 'for a test');
  await sequenceEvents(desk);
  const input = { userId: carol.id, limit: 500 };
  expect((await list(shop, input)).page.data).toMatchObject([
    { userExternalId: carol.externalId, data: { email: 'carol@example.com', username: 'Carol Smith' } },
    { data: { isFrozen: false } },
  ]);
  await anonymizeUser(desk, actors.staff(), carol.id);
  await sequenceEvents(desk);
  const after = JSON.stringify((await list(shop, input)).page);
  expect(after).toMatch(/user\.anonymized/);
  const stored = JSON.stringify(await desk.knex('events').where({ user_id: carol.id }));
  for (const text of [after, stored])
    for (const personal of ['carol@example.com', 'Carol Smith', carol.externalId])
      expect(text).not.toContain(personal);
});

test('the outbox of the database knows no type that the table does not have', async () => {
  const types = await desk.knex('events').distinct('type').pluck('type');
  for (const type of types) expect(EVENT_TYPES).toContain(type);
});
