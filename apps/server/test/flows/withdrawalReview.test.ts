import { passkeyFromUsd, withdrawalReviewOutput, type Permission } from '@paydesk/types';
import { beforeAll, expect, test } from 'vitest';
import type { z } from 'zod';
import { newId, newInternalWithdrawalId } from '../../src/base/identifiers.ts';
import { User } from '../../src/models/User.ts';
import { currentPolicy } from '../../src/policyEngine/currentPolicy.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { addressHistorySql } from '../../src/withdrawals/addressHistory.ts';
import { queuePositionSql } from '../../src/withdrawals/queuePosition.ts';
import { allowedActions, type Situation } from '../../src/withdrawals/allowedActions.ts';
import { pay } from '../support/fullDesk.ts';
import { appCaller, call, httpDesk, staffCaller, userCaller, type Caller } from '../support/http.ts';
import { EVM_ADDRESS, fundedUser, newPayment, newWithdrawal } from '../support/money.ts';
import { actors, newUser, offerCurrencies } from '../support/testDesk.ts';

type Review = z.infer<typeof withdrawalReviewOutput>;

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const viewer = await staffCaller(desk, 'viewer');
const review = async (id: string, caller: Caller = viewer) =>
  withdrawalReviewOutput.parse((await call(app, caller, 'withdrawals.review', { id })).data);

interface Made {
  address?: string;
  memo?: string | null;
  amountUsd?: string;
  status?: 'pending' | 'approved' | 'processing' | 'completed' | 'rejected';
  daysAgo?: number;
  /** Instead of `daysAgo`, for rows of the very same moment. */
  at?: Date;
}

/**
 * Inserts a row past the commands and the triggers, like a restored backup, so that any history can be set
 * up.
 */
async function laidOut(
  userId: string,
  {
    address = EVM_ADDRESS,
    memo = null,
    amountUsd = '50.00',
    status = 'pending',
    daysAgo = 0,
    at = new Date(desk.clock.now().getTime() - daysAgo * 86_400_000),
  }: Made = {},
): Promise<string> {
  const id = newId(at);
  const hash = desk.knex.raw('sha256_hex(canonical(?, ?, ?, ?, ?, ?, ?, ?))', [
    id,
    userId,
    amountUsd,
    memo === null ? 'USDTBSC' : 'XRP',
    address,
    memo,
    '1.00',
    '0.50',
  ]);
  await desk.knex.raw('alter table withdrawal_requests disable trigger user');
  await desk.knex('withdrawal_requests').insert({
    id,
    user_id: userId,
    internal_withdrawal_id: newInternalWithdrawalId(at),
    amount_usd: amountUsd,
    currency_code: memo === null ? 'USDTBSC' : 'XRP',
    wallet_address: address,
    extra_id: memo,
    network_fee_usd: '1.00',
    service_fee_usd: '0.50',
    payload_hash: hash,
    status,
    requested_by_kind: 'service',
    created_at: at,
    updated_at: at,
    status_changed_at: at,
    ...(['approved', 'processing', 'completed'].includes(status) && { approved_at: at }),
    ...(status === 'rejected' && { rejected_at: at }),
    ...(status === 'completed' && { completed_at: at, transaction_hash: `0x${id.replaceAll('-', '')}` }),
  });
  await desk.knex.raw('alter table withdrawal_requests enable trigger user');
  return id;
}

const day = (daysAgo: number) =>
  new Date(desk.clock.now().getTime() - daysAgo * 86_400_000).toISOString().slice(0, 10);

test('the user’s history adds up to the rows that were set up', async () => {
  const user = await newUser(desk, 'Grace');
  await pay(desk, await newPayment(desk, user.id, '300.00'));
  await desk.advance(3 * 86_400);
  await pay(desk, await newPayment(desk, user.id, '200.00'));
  await chargeUser(desk, actors.service(), { userId: user.id, amountUsd: '40.00' });
  await chargeUser(desk, actors.service(), { userId: user.id, amountUsd: '10.00' });
  await laidOut(user.id, { status: 'completed', amountUsd: '30.00', daysAgo: 2 });
  await laidOut(user.id, { status: 'completed', amountUsd: '20.00', daysAgo: 1 });
  await laidOut(user.id, { status: 'rejected', amountUsd: '500.00', daysAgo: 1 });
  await desk.advance(86_400);
  const { id } = await newWithdrawal(desk, user.id, '50.00');

  const history = (await review(id)).user;
  expect(history).toMatchObject({
    id: user.id,
    username: user.username,
    externalId: user.externalId,
    isFrozen: false,
    createdAt: user.createdAt.toISOString(),
    balanceUsd: '450.00',
    heldUsd: '50.00',
    availableUsd: '400.00',
    deposits: { count: 2, amountUsd: '500.00' },
    withdrawals: { count: 2, amountUsd: '47.00' },
  });
  expect(history.balanceByDay).toHaveLength(90);
  expect([history.balanceByDay[0]?.day, history.balanceByDay.at(-1)?.day]).toEqual([day(89), day(0)]);
  expect(history.balanceByDay.slice(-6).map(({ day: on, balanceUsd }) => [on, balanceUsd])).toEqual([
    [day(5), '0.00'],
    [day(4), '300.00'],
    [day(3), '300.00'],
    [day(2), '300.00'],
    [day(1), '450.00'],
    [day(0), '450.00'],
  ]);
});

test('a user without any history has an empty one, not a missing one', async () => {
  const user = await newUser(desk);
  const { user: history, address } = await review(
    await laidOut(user.id, { address: '0x52908400098527886E0F7030069857D2E4169EE7' }),
  );
  expect(history).toMatchObject({
    balanceUsd: '0.00',
    deposits: { count: 0, amountUsd: '0.00', lastAt: null },
    withdrawals: { count: 0, amountUsd: '0.00', lastAt: null },
  });
  expect(new Set(history.balanceByDay.map(({ balanceUsd }) => balanceUsd))).toEqual(new Set(['0.00']));
  expect(address).toEqual({
    earlierRequests: 0,
    paidBefore: 0,
    firstUsedAt: null,
    otherUsers: [],
    lookAlike: null,
    isFirstSeen: true,
  });
});

const RENT = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed';

test('an address shows who was paid there before, the same user and others', async () => {
  const [owner, friend, outsider] = [
    await newUser(desk, 'owner'),
    await newUser(desk, 'friend'),
    await newUser(desk, 'outsider'),
  ];
  await laidOut(owner.id, { address: RENT, status: 'completed', daysAgo: 30 });
  await laidOut(owner.id, { address: RENT, status: 'rejected', daysAgo: 20 });
  await laidOut(friend.id, { address: RENT, status: 'completed', daysAgo: 9 });
  await laidOut(friend.id, { address: RENT, daysAgo: 3 });
  await laidOut(outsider.id, { address: '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359', daysAgo: 3 });
  const { address } = await review(await laidOut(owner.id, { address: RENT }));
  expect(address).toMatchObject({
    earlierRequests: 2,
    paidBefore: 1,
    isFirstSeen: false,
    lookAlike: null,
    firstUsedAt: expect.stringContaining(day(30)),
  });
  expect(address.otherUsers).toEqual([
    { userId: friend.id, username: friend.username, requests: 2, lastAt: expect.stringContaining(day(3)) },
  ]);
});

test('of an exchange’s address that thousands share, only equal memos are one destination', async () => {
  const [one, two, three] = [await newUser(desk), await newUser(desk), await newUser(desk)];
  const address = 'rEb8TK3gBgk5auZkwc6sHnwrGVJH8DuaLh';
  await laidOut(two.id, { address, memo: '77', status: 'completed' });
  await laidOut(three.id, { address, memo: '100', status: 'completed' });
  await laidOut(one.id, { address, memo: '5', status: 'completed', daysAgo: 1 });
  const history = (await review(await laidOut(one.id, { address, memo: '77' }))).address;
  expect([
    history.earlierRequests,
    history.isFirstSeen,
    history.otherUsers.map(({ userId }) => userId),
  ]).toEqual([0, true, [two.id]]);
});

test('a look-alike of a known address of the user is shown beside it, also the second time; a paid address is none', async () => {
  const user = await newUser(desk);
  const known = '0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb';
  const imitation = '0xD1220A00c1D5E5Ac7C3aB4cB6A4A9d9dC27B9aDb';
  await laidOut(user.id, { address: known, status: 'completed', daysAgo: 5 });
  const first = await laidOut(user.id, { address: imitation, daysAgo: 1 });
  const second = await laidOut(user.id, { address: imitation });
  for (const id of [first, second])
    expect((await review(id)).address.lookAlike).toMatchObject({
      address: known,
      lastUsedAt: expect.stringContaining(day(5)),
      message: expect.stringMatching(/compare every character/i),
    });
  expect((await review(await laidOut(user.id, { address: known }))).address.lookAlike).toBeNull();
});

test('the current policy decides as it does at an approval', async () => {
  const user = await fundedUser(desk, '900.00');
  const { id } = await newWithdrawal(desk, user.id, '50.00');
  expect((await review(id)).decision).toMatchObject({
    outcome: 'pass',
    requiredApprovals: 1,
    policyVersion: 0,
  });
  await User.query(desk.knex)
    .findById(user.id)
    .patch({ frozenAt: desk.clock.now(), frozenNote: 'a stolen phone' });
  const { decision, may, policy, user: history } = await review(id, await staffCaller(desk, 'approver'));
  expect([
    decision.outcome,
    history.isFrozen,
    decision.reasons.filter(({ effect }) => effect === 'stop').map(({ rule }) => rule),
  ]).toEqual(['stop', true, ['user.frozen']]);
  expect(may.approve).toEqual({ allowed: false, why: 'The policy stops it: The user is frozen.' });
  expect(may.reject).toEqual({ allowed: true, why: null });
  const { version, rules } = await currentPolicy(desk.knex, desk);
  expect(policy).toEqual({
    version,
    allowSamePerson: rules.allowSamePerson,
    secondFactor: rules.secondFactor,
    passkeyFromUsd: passkeyFromUsd(rules),
  });
});

test('a row that was not written by the desk is shown as such, although its own hash is right', async () => {
  const user = await fundedUser(desk, '100.00');
  const [real, smuggled] = [(await newWithdrawal(desk, user.id, '50.00')).id, await laidOut(user.id)];
  const approver = await staffCaller(desk, 'approver');
  expect((await review(real, approver)).withdrawal.isIntact).toBe(true);
  const { withdrawal, may } = await review(smuggled, approver);
  expect([withdrawal.isIntact, may.approve.allowed, may.reject.allowed]).toEqual([false, false, true]);
  expect(may.approve.why).toMatch(/can only be rejected/);
});

// ---------------------------------------------------------------------------
// The queue
// ---------------------------------------------------------------------------

test('two queues: waiting for a decision and waiting for payment, oldest first, ties by id; closed ones are in none', async () => {
  // Requests of other tests are out of the way.
  const user = await newUser(desk);
  const open = (
    await desk
      .knex('withdrawal_requests')
      .whereIn('status', ['pending', 'approved', 'processing'])
      .count('* as n')
  )[0] as { n: string };
  const before = {
    pending: Number(
      (await desk.knex('withdrawal_requests').where({ status: 'pending' }).count('* as n'))[0]?.['n'],
    ),
    total: Number(open.n),
  };
  const at = new Date(desk.clock.now().getTime() - 399 * 86_400_000);
  const [a, b, c] = [
    await laidOut(user.id, { daysAgo: 400 }),
    await laidOut(user.id, { at }),
    await laidOut(user.id, { at }),
  ];
  const [d, e, f] = [
    await laidOut(user.id, { status: 'processing', daysAgo: 400 }),
    await laidOut(user.id, { status: 'approved', daysAgo: 399.5 }),
    await laidOut(user.id, { status: 'processing', daysAgo: 398 }),
  ];
  const [second, third] = [b, c].toSorted();

  const queue = async (id: string) => (await review(id)).queue;
  expect(await queue(a)).toEqual({
    position: 1,
    total: before.pending + 3,
    previousId: null,
    nextId: second,
  });
  expect(await queue(second as string)).toEqual({
    position: 2,
    total: before.pending + 3,
    previousId: a,
    nextId: third,
  });
  expect(await queue(third as string)).toMatchObject({ position: 3, previousId: second });
  expect(await queue(d)).toMatchObject({
    position: 1,
    total: before.total - before.pending + 3,
    previousId: null,
    nextId: e,
  });
  expect(await queue(e)).toMatchObject({ position: 2, previousId: d, nextId: f });
  expect(await queue(await laidOut(user.id, { status: 'rejected', daysAgo: 399 }))).toEqual({
    position: null,
    total: 0,
    previousId: null,
    nextId: null,
  });
});

test('following nextId visits every waiting request exactly once', async () => {
  const ids = (await desk
    .knex('withdrawal_requests')
    .where({ status: 'pending' })
    .orderBy(['created_at', 'id'])
    .pluck('id')) as string[];
  const walked: string[] = [];
  for (let next: string | null = ids[0] ?? null; next !== null; next = (await review(next)).queue.nextId)
    walked.push(next);
  expect(walked).toEqual(ids);
  expect(walked.length).toBeGreaterThan(3);
});

// ---------------------------------------------------------------------------
// Who sees it
// ---------------------------------------------------------------------------

test('only staff get a review: neither an app nor the requesting user', async () => {
  const user = await fundedUser(desk, '100.00');
  const { id } = await newWithdrawal(desk, user.id, '50.00');
  for (const caller of [
    await userCaller(desk, user.id),
    await appCaller(desk, ['withdrawals.read', 'users.read']),
  ]) {
    expect((await call(app, caller, 'withdrawals.review', { id })).error?.data).toMatchObject({
      code: 'FORBIDDEN',
      reason: 'STAFF_ONLY',
    });
  }
  const outsider = await userCaller(desk, (await newUser(desk)).id);
  expect((await call(app, outsider, 'withdrawals.review', { id })).error?.data).toMatchObject({
    reason: 'STAFF_ONLY',
  });
  expect((await call(app, viewer, 'withdrawals.review', { id: newId() })).error?.data).toMatchObject({
    reason: 'NOT_FOUND',
  });
  expect((await review(id)).withdrawal.id).toBe(id);
});

test('a viewer reads all of it and may do nothing', async () => {
  const { may } = await review(
    (await newWithdrawal(desk, (await fundedUser(desk, '100.00')).id, '50.00')).id,
  );
  expect(new Set(Object.values(may).map(({ why }) => why))).toEqual(
    new Set(['Your role does not allow this.']),
  );
});

// ---------------------------------------------------------------------------
// The actions
// ---------------------------------------------------------------------------

let sample: Review;
beforeAll(async () => {
  sample = await review((await newWithdrawal(desk, (await fundedUser(desk, '100.00')).id, '50.00')).id);
});

const ME = newId();
const permissions = new Set<Permission>(['withdrawals.approve', 'withdrawals.pay', 'withdrawals.cancel']);

interface Changes {
  withdrawal?: Partial<Review['withdrawal']>;
  rules?: Partial<Situation['rules']>;
  decision?: Partial<Review['decision']>;
  hasSecondFactor?: boolean;
  hasPasskey?: boolean;
  payoutsOn?: boolean;
  payoutStop?: Situation['payoutStop'];
  creditedBy?: Situation['creditedBy'];
}

const mayWith = ({
  withdrawal,
  rules,
  decision,
  hasSecondFactor = true,
  hasPasskey = hasSecondFactor,
  payoutsOn = true,
  payoutStop = null,
  creditedBy = [],
}: Changes) =>
  allowedActions({
    withdrawal: { ...sample.withdrawal, ...withdrawal },
    caller: { id: ME, permissions, hasSecondFactor, hasPasskey },
    rules: {
      allowSamePerson: false,
      secondFactor: 'always',
      approvals: [{ fromUsd: '0.00', approvals: 1 }],
      ...rules,
    },
    decision: { ...sample.decision, ...decision },
    creditedBy,
    payoutsOn,
    payoutStop,
    now: desk.clock.now(),
  });
const allowed = (may: ReturnType<typeof mayWith>) =>
  Object.entries(may)
    .filter(([, { allowed: yes }]) => yes)
    .map(([name]) => name);
const soon = () => new Date(desk.clock.now().getTime() + 60_000).toISOString();
const past = () => new Date(desk.clock.now().getTime() - 1000).toISOString();
const mine = () => ({
  id: newId(),
  staffId: ME,
  staffName: 'Me',
  note: null,
  stepUp: 'totp' as const,
  isForThisPayload: true,
  createdAt: past(),
});
const myRequest = { requestedBy: { kind: 'staff' as const, id: ME, name: 'Me' } };

test('in each status the actions of the state machine are allowed, and no others', () => {
  const rate = { rateExpiresAt: soon() };
  expect(allowed(mayWith({}))).toEqual(['approve', 'reject', 'cancel']);
  expect(allowed(mayWith({ withdrawal: { status: 'approved', ...rate } }))).toEqual([
    'reject',
    'cancel',
    'startProcessing',
    'payOut',
    'complete',
    'refreshRate',
  ]);
  expect(allowed(mayWith({ withdrawal: { status: 'processing', ...rate } }))).toEqual([
    'complete',
    'returnToApproved',
  ]);
  for (const status of ['completed', 'rejected', 'cancelled'] as const)
    expect(allowed(mayWith({ withdrawal: { status } }))).toEqual([]);
});

test('the requester neither approves nor pays, an approver does not pay, and no one approves twice', () => {
  expect(mayWith({ withdrawal: myRequest }).approve.why).toMatch(
    /^You requested this withdrawal: somebody else has to approve it/,
  );
  expect(mayWith({ withdrawal: { approvals: [mine()] } }).approve.why).toMatch(
    /^You have approved it already/,
  );
  const sent = { status: 'approved' as const, rateExpiresAt: soon() };
  expect(allowed(mayWith({ withdrawal: { ...sent, approvals: [mine()] } }))).toEqual([
    'reject',
    'cancel',
    'refreshRate',
  ]);
  expect(mayWith({ withdrawal: { ...sent, ...myRequest } }).complete.why).toMatch(
    /^You requested this withdrawal: somebody else has to pay it out/,
  );
  const alone = { allowSamePerson: true };
  expect(
    allowed(mayWith({ rules: alone, withdrawal: { ...sent, ...myRequest, approvals: [mine()] } })),
  ).toContain('complete');
  expect(mayWith({ creditedBy: [ME] }).approve.why).toMatch(
    /^You made or approved a recent credit to this user/,
  );
  expect(mayWith({ creditedBy: [ME], rules: alone }).approve.allowed).toBe(true);
  expect(mayWith({ rules: alone, withdrawal: myRequest }).approve.allowed).toBe(true);
  expect(mayWith({ rules: alone, withdrawal: { approvals: [mine()] } }).approve.allowed).toBe(false);
});

test('a request that was tampered with can only be rejected or cancelled', () => {
  expect(allowed(mayWith({ withdrawal: { isIntact: false } }))).toEqual(['reject', 'cancel']);
  expect(
    allowed(mayWith({ withdrawal: { isIntact: false, status: 'approved', rateExpiresAt: soon() } })),
  ).toEqual(['reject', 'cancel']);
  expect(mayWith({ withdrawal: { isIntact: false } }).approve.why).toMatch(/can only be rejected/);
});

test('without a second factor no action that needs one is allowed, unless the policy asks only those who have one', () => {
  const approved = { status: 'approved' as const, rateExpiresAt: soon() };
  const without = mayWith({ hasSecondFactor: false, withdrawal: approved });
  expect(allowed(without)).toEqual(['reject', 'cancel', 'startProcessing', 'refreshRate']);
  expect(without.complete.why).toMatch(/set one up under Security/);
  expect(mayWith({ hasSecondFactor: false }).approve.allowed).toBe(false);
  expect(mayWith({ hasSecondFactor: false, rules: { secondFactor: 'ifEnrolled' } }).approve.allowed).toBe(
    true,
  );
});

test('a policy that blocks or delays gives its reason; what is being sent can still be recorded', () => {
  const cooling = {
    outcome: 'delay' as const,
    notBefore: soon(),
    reasons: [{ rule: 'coolingHours', effect: 'delay' as const, message: 'It waits 24 h.' }],
  };
  expect(mayWith({ decision: cooling }).approve.why).toBe('The policy makes it wait: It waits 24 h.');
  const stop = {
    outcome: 'stop' as const,
    reasons: [{ rule: 'perUser.dayUsd', effect: 'stop' as const, message: 'Too much.' }],
  };
  expect(
    allowed(mayWith({ decision: stop, withdrawal: { status: 'approved', rateExpiresAt: soon() } })),
  ).toEqual(['reject', 'cancel', 'refreshRate']);
  expect(allowed(mayWith({ decision: stop, withdrawal: { status: 'processing' } }))).toContain('complete');
});

test('an expired rate blocks the start of sending; what was sent is recorded with its own amount', () => {
  const expired = mayWith({ withdrawal: { status: 'approved', rateExpiresAt: past() } });
  expect(allowed(expired)).toEqual(['reject', 'cancel', 'complete', 'refreshRate']);
  expect([expired.startProcessing.why, expired.payOut.why]).toEqual(
    Array.from({ length: 2 }, () => 'The rate has expired: fix a new one first.'),
  );
  expect(mayWith({ withdrawal: { status: 'approved', rateExpiresAt: null } }).startProcessing.why).toBe(
    'No rate is fixed yet: fix one first.',
  );
});

test('during a payout through the provider manual payment is refused; a failed payout does not block it', () => {
  const payout = {
    id: newId(),
    status: 'sent' as const,
    providerPayoutId: '1',
    message: null,
    orderedBy: 'Ada',
    createdAt: past(),
    updatedAt: past(),
  };
  for (const status of ['ordered', 'sent', 'unknown'] as const)
    expect(allowed(mayWith({ withdrawal: { status: 'processing', payout: { ...payout, status } } }))).toEqual(
      [],
    );
  expect(
    allowed(
      mayWith({
        withdrawal: { status: 'approved', rateExpiresAt: soon(), payout: { ...payout, status: 'failed' } },
      }),
    ),
  ).toContain('payOut');
  expect(
    mayWith({ withdrawal: { status: 'approved', rateExpiresAt: soon(), cryptoAmount: '0.1234567' } }).payOut
      .why,
  ).toMatch(/at most 6 decimal places/);
  expect(
    mayWith({ payoutsOn: false, withdrawal: { status: 'approved', rateExpiresAt: soon() } }).payOut.why,
  ).toMatch(/switched off/);
});

// ---------------------------------------------------------------------------
// Its cost
// ---------------------------------------------------------------------------

test('the address and the queue are found by index in a table of any size', async () => {
  const values = {
    user: newId(),
    withdrawal: newId(),
    id: newId(),
    address: EVM_ADDRESS,
    memo: null,
    created: desk.clock.now(),
    others: 20,
    known: 200,
    statuses: ['approved', 'processing'],
  };
  const plan = async (sql: string) =>
    await desk.knex.transaction(async (trx) => {
      // So few rows are read faster without an index; this tests whether one fits.
      await trx.raw('set local enable_seqscan = off');
      const { rows } = await trx.raw<{ rows: { 'QUERY PLAN': string }[] }>(`explain ${sql}`, values);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
  const address = await plan(addressHistorySql);
  expect(address).toMatch(/withdrawal_requests_address/);
  expect(address).not.toMatch(/Seq Scan on withdrawal_requests/);
  const queue = await plan(queuePositionSql);
  expect(
    queue.match(/Index (Only )?Scan.* using withdrawal_requests_status/g)?.length,
  ).toBeGreaterThanOrEqual(3);
  // The neighbours are the first rows of index ranges: only the two candidates are sorted.
  expect(queue).toMatch(/Index Cond: \(\(status = .*\) AND \(ROW\(created_at, id\) [<>] ROW/);
  expect(queue).not.toMatch(/Seq Scan on withdrawal_requests/);
});

test('a review takes the same few statements for any history', async () => {
  const user = await fundedUser(desk, '5000.00');
  const { id } = await newWithdrawal(desk, user.id, '50.00');
  const count = async () => {
    let statements = 0;
    const note = () => (statements += 1);
    desk.knex.on('query', note);
    await review(id);
    desk.knex.removeListener('query', note);
    return statements;
  };
  const before = await count();
  for (let n = 0; n < 12; n += 1)
    await laidOut(user.id, { daysAgo: n, status: n % 2 ? 'completed' : 'pending' });
  expect(await count()).toBe(before);
});
