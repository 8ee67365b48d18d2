import type { Knex } from 'knex';
import pg from 'pg';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import { insertApiKey } from '../../src/auth/apiKeys.ts';
import type { Actor } from '../../src/base/actor.ts';
import { newId } from '../../src/base/identifiers.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { databaseAway } from '../../src/db/databaseAway.ts';
import { bindOriginKey, OriginKey } from '../../src/origin/originKey.ts';
import {
  createPostingQueue,
  MAX_WAITING_OF_USER,
  MAX_WAITING_POSTINGS,
  type QueuedPosting,
} from '../../src/postings/createPostingQueue.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { verifyLedger } from '../../src/verify/verifyLedger.ts';
import {
  balanceOf,
  expectRunningSum,
  expectWholeBooks,
  fundedUser,
  tally,
  transactionsOf,
} from '../support/money.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { actors, offerCurrencies, secondDesk, testDesk } from '../support/testDesk.ts';

const one = await testDesk();
const two = await secondDesk(one);
await offerCurrencies(one);
const { knex } = one;
const shop = actors.service();
const times = <T>(count: number, work: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => work(index));

const posting = (userId: string, changes: Partial<QueuedPosting> = {}): QueuedPosting => ({
  userId,
  transactionType: 'payment',
  amountUsd: '-1.00',
  actor: shop,
  at: one.clock.now(),
  ...changes,
});

/** A queue of its own, which counts statements and hears of failed batches. */
function watchedQueue(pool: Knex = knex) {
  const warn = vi.fn();
  const log = Object.assign(Object.create(pino({ level: 'silent' })), { warn });
  const queue = createPostingQueue(pool, log);
  return {
    warn,
    post: async (userId: string, changes = {}) => await queue.post(pool, posting(userId, changes)),
  };
}

async function countStatements(pool: Knex, work: () => Promise<unknown>): Promise<number> {
  let count = 0;
  const hear = ({ sql }: { sql: string }) => void (sql.includes('post_transaction') && (count += 1));
  pool.on('query', hear);
  await work().finally(() => pool.removeListener('query', hear));
  return count;
}

/** In place of `raw`: a statement that runs when it has its name. */
const statement = (run: (sql: string, values: readonly Knex.RawBinding[]) => Promise<unknown>) =>
  ((sql: string, values: readonly Knex.RawBinding[]) => ({
    options: async () => await run(sql, values),
  })) as unknown as Knex['raw'];

interface Claim {
  scope: string;
  key: string;
}

/** Claims an idempotency key for another call, in a transaction that has not ended. */
async function claimKey(trx: Knex.Transaction, claim: Claim, procedure: string): Promise<void> {
  await trx('idempotency_keys').insert({ ...claim, procedure, input_digest: 'x', resource_id: newId() });
}

/** Another transaction has the balance until the returned function is called. */
async function holdBalance(userId: string): Promise<() => Promise<unknown>> {
  const trx = await two.knex.transaction();
  await trx.raw('select from user_balances where user_id = ? for update', [userId]);
  return async () => await trx.commit();
}

test('what arrives together is posted by few statements, each user’s entries in the order of their calls', async () => {
  const users = await Promise.all(times(4, async () => await fundedUser(one, '100.00')));
  const { post, warn } = watchedQueue();
  const statements = await countStatements(knex, async () => {
    await Promise.all(
      times(100, (n) => post(users[n % 4]?.id ?? '', { orderId: String(Math.floor(n / 4)) })),
    );
  });
  expect(statements).toBeLessThanOrEqual(4);
  for (const { id } of users) {
    const [, ...charges] = await transactionsOf(knex, id);
    expect(charges.map(({ orderId }) => orderId)).toEqual(times(25, String));
    await expectRunningSum(knex, id);
  }
  expect(warn).not.toHaveBeenCalled();
});

test('one batch of everything: each caller gets their own answer', async () => {
  const [rich, poor, frozen] = [
    await fundedUser(one, '100.00'),
    await fundedUser(one, '1.50'),
    await fundedUser(one, '100.00'),
  ];
  await freezeUser(one, actors.staff(), frozen.id, true, 'a test');
  const input = { userId: rich.id, amountUsd: '2.00', idempotencyKey: `mixed-${rich.id}` };
  const onReplay = vi.fn();
  const repeating: Actor = { ...shop, onReplay };
  const work = [
    chargeUser(one, shop, input),
    chargeUser(one, repeating, input),
    chargeUser(one, shop, { ...input, amountUsd: '3.00' }),
    chargeUser(one, shop, { userId: poor.id, amountUsd: '1.00' }),
    chargeUser(one, shop, { userId: poor.id, amountUsd: '1.00' }),
    chargeUser(one, shop, { userId: frozen.id, amountUsd: '1.00' }),
    chargeUser(one, shop, { userId: newId(), amountUsd: '1.00' }),
  ];
  expect(await tally(work)).toEqual({
    succeeded: 3,
    refused: { IDEMPOTENCY_CONFLICT: 1, INSUFFICIENT_FUNDS: 1, USER_FROZEN: 1, NOT_FOUND: 1 },
  });
  const [first, repeat] = await Promise.all(work.slice(0, 2));
  expect(repeat?.id).toBe(first?.id);
  expect(onReplay).toHaveBeenCalledTimes(1);
});

test('repeats of a key wait for the first call: no batch fails, and each gets the first result', async () => {
  const user = await fundedUser(one, '10.00');
  const { post, warn } = watchedQueue();
  const idempotent = {
    scope: 'app',
    key: `often-${user.id}`,
    procedure: 'transactions.charge',
    inputDigest: 'a',
  };
  const posted = await Promise.all(times(20, () => post(user.id, { idempotent })));
  expect(new Set(posted.map(({ id }) => id)).size).toBe(1);
  expect(warn).not.toHaveBeenCalled();
});

test('a key whose first call was refused is free for the next call', async () => {
  const user = await fundedUser(one, '1.00');
  const call = async (amountUsd: string) =>
    await chargeUser(one, shop, { userId: user.id, amountUsd, idempotencyKey: `refused-${user.id}` });
  expect(await tally([call('5.00'), call('1.00')])).toEqual({
    succeeded: 1,
    refused: { INSUFFICIENT_FUNDS: 1 },
  });
});

test('a statement that PostgreSQL refuses is posted entry by entry', async () => {
  const user = await fundedUser(one, '100.00');
  const { post, warn } = watchedQueue();
  const outcomes = await Promise.allSettled([
    post(user.id),
    post(user.id, { amountUsd: '-0.005' }),
    post(user.id),
    post(user.id, { amountUsd: '-1000.00' }),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'rejected']);
  expect(outcomes[1]).toMatchObject({ reason: { code: '23514' } });
  expect(outcomes[3]).toMatchObject({ reason: { reason: 'INSUFFICIENT_FUNDS' } });
  expect(warn).toHaveBeenCalledTimes(1);
  await expectRunningSum(knex, user.id);
});

test('a limit that a key got meanwhile refuses that key alone', async () => {
  const user = await fundedUser(one, '10.00');
  const { apiKey } = await insertApiKey(knex, {
    name: 'shop',
    scopes: ['transactions.bonus'],
    limits: { 'transactions.bonus': { callUsd: '1.00', dayUsd: '1.00' } },
    createdByStaffId: null,
  });
  const { post, warn } = watchedQueue();
  const outcomes = await tally([
    post(user.id),
    post(user.id, {
      transactionType: 'bonus',
      amountUsd: '500.00',
      actor: { kind: 'service', id: apiKey.id, name: 'shop' },
    }),
    post(user.id),
  ]);
  expect(outcomes).toEqual({ succeeded: 2, refused: { KEY_LIMIT_EXCEEDED: 1 } });
  expect(warn).toHaveBeenCalledTimes(1);
});

test('a user whose balance another transaction has holds up no one else, and keeps their order', async () => {
  const [held, free] = [await fundedUser(one, '100.00'), await fundedUser(one, '100.00')];
  const { post, warn } = watchedQueue();
  const release = await holdBalance(held.id);
  const waiting = times(10, (n) => post(held.id, { orderId: String(n) }));
  await Promise.all(times(10, () => post(free.id)));
  await Promise.all(times(10, () => post(free.id)));
  const later = times(10, (n) => post(held.id, { orderId: String(10 + n) }));
  expect(await transactionsOf(knex, held.id)).toHaveLength(1);
  await release();
  await Promise.all([...waiting, ...later]);
  const [, ...charges] = await transactionsOf(knex, held.id);
  expect(charges.map(({ orderId }) => orderId)).toEqual(times(20, String));
  expect(warn).not.toHaveBeenCalled();
});

test('two servers and one user: exact sums, and no batch fails', async () => {
  const user = await fundedUser(one, '50.00');
  const others = await Promise.all(times(6, async () => await fundedUser(one, '50.00')));
  const queues = [watchedQueue(one.knex), watchedQueue(two.knex)] as const;
  const work = times(300, (n) =>
    queues[n % 2 === 0 ? 0 : 1].post(n % 3 === 0 ? user.id : (others[n % 6]?.id ?? ''), {
      amountUsd: '-0.75',
    }),
  );
  expect(await tally(work)).toEqual({ succeeded: 266, refused: { INSUFFICIENT_FUNDS: 34 } });
  expect(await balanceOf(knex, user.id)).toMatchObject({ balanceUsd: '0.50', lastSeq: '67' });
  for (const { id } of [user, ...others]) await expectRunningSum(knex, id);
  for (const { warn } of queues) expect(warn).not.toHaveBeenCalled();
});

test('the same keys on two servers at once: each is posted once, and both callers have it', async () => {
  const users = await Promise.all(times(3, async () => await fundedUser(one, '100.00')));
  const call = (desk: typeof one, n: number) =>
    chargeUser(desk, shop, {
      userId: users[n % 3]?.id ?? '',
      amountUsd: '1.00',
      idempotencyKey: `both-${users[0]?.id}-${n}`,
    });
  const [here, there] = await Promise.all([
    Promise.all(times(40, (n) => call(one, n))),
    Promise.all(times(40, (n) => call(two, 39 - n))),
  ]);
  expect(here.map(({ id }) => id)).toEqual(there.toReversed().map(({ id }) => id));
  for (const { id } of users) await expectRunningSum(knex, id);
});

test('a connection that is killed in the middle of a batch: nothing is posted, and a repeat posts each once', async () => {
  const users = await Promise.all(times(3, async () => await fundedUser(one, '10.00')));
  const blocker = await two.knex.transaction();
  // Another's uncommitted claim of one of the keys holds the batch up after it has locked the balances.
  const scope = `service:${shop.id}`;
  const key = `killed-${users[0]?.id}`;
  await claimKey(blocker, { scope, key }, 'x');
  const charge = (n: number) =>
    chargeUser(one, shop, {
      userId: users[n]?.id ?? '',
      amountUsd: '1.00',
      idempotencyKey: n === 0 ? key : `${key}-${n}`,
    });
  const calls = Promise.allSettled(times(3, charge));
  await vi.waitFor(async () => {
    const { rows } = await two.knex.raw<{ rows: { killed: boolean }[] }>(
      `select pg_terminate_backend(pid) as killed from pg_stat_activity
       where wait_event_type = 'Lock' and query like '%post_transactions%' and datname = current_database()`,
    );
    expect(rows.length).toBeGreaterThan(0);
  }, 5000);
  const outcomes = await calls;
  await blocker.rollback();
  const lost = outcomes.filter(
    (outcome) => outcome.status === 'rejected' && databaseAway(outcome.reason) !== null,
  );
  expect(lost.length).toBeGreaterThan(0);
  // The pool finds out a moment later that the connection has ended.
  await Promise.all(times(3, async (n) => await vi.waitFor(async () => await charge(n))));
  for (const { id } of users) expect(await transactionsOf(knex, id)).toHaveLength(2);
});

test('an answer that is lost after the commit: callers learn that it is unknown, and a repeat finds the first', async () => {
  const { url } = await testDatabase();
  const pool = connectDatabase(url, { poolMax: 3 });
  bindOriginKey(pool, new OriginKey(one.settings.secret));
  const users = await Promise.all(times(3, async () => await fundedUser(one, '10.00')));
  const losing = { ...one, knex: pool, postings: createPostingQueue(pool, one.log) };
  const charge = (n: number) =>
    chargeUser(losing, shop, {
      userId: users[n]?.id ?? '',
      amountUsd: '1.00',
      idempotencyKey: `lost-${users[n]?.id}`,
    });
  const raw = vi.spyOn(pool, 'raw').mockImplementation(
    statement(async (sql, values) => {
      await knex.raw(sql, values);
      throw new Error('Connection terminated unexpectedly');
    }),
  );
  const outcomes = await Promise.allSettled(times(3, charge));
  for (const outcome of outcomes)
    expect(outcome.status === 'rejected' && databaseAway(outcome.reason)?.reason).toBe(
      'DATABASE_UNAVAILABLE',
    );
  raw.mockRestore();
  const posted = await Promise.all(times(3, charge));
  for (const [n, { id }] of users.entries()) {
    const [, charged, ...more] = await transactionsOf(knex, id);
    expect([charged?.id, more]).toEqual([posted[n]?.id, []]);
  }
  await pool.destroy();
});

test('a balance that is not to be had in time is waited for twice at most, not once for each entry', async () => {
  const [held, free] = [await fundedUser(one, '10.00'), await fundedUser(one, '10.00')];
  const { url } = await testDatabase();
  const pool = connectDatabase(url, { poolMax: 3 });
  const tooLate = Object.assign(new pg.DatabaseError('canceling statement due to lock timeout', 0, 'error'), {
    code: '55P03',
  });
  let waits = 0;
  vi.spyOn(pool, 'raw').mockImplementation(
    statement(async (sql, values) => {
      if (!JSON.stringify(values).includes(held.id)) return await knex.raw(sql, values);
      waits += 1;
      throw tooLate;
    }),
  );
  const { post } = watchedQueue(pool);
  const outcomes = await Promise.allSettled([...times(5, () => post(held.id)), post(free.id)]);
  expect(outcomes.map(({ status }) => status)).toEqual([...times(5, () => 'rejected'), 'fulfilled']);
  expect(outcomes[0]).toMatchObject({ reason: { reason: 'OVERLOADED' } });
  expect(waits).toBeLessThanOrEqual(3);
  await pool.destroy();
});

test('an idempotency key that another transaction has claimed holds up no other user', async () => {
  const [held, ...others] = await Promise.all(times(10, async () => await fundedUser(one, '10.00')));
  const claim = { scope: `service:${shop.id}`, key: `claimed-${held?.id}` };
  const holder = await two.knex.transaction();
  await claimKey(holder, claim, 'payments.create');
  const { post } = watchedQueue();
  const call = { ...claim, procedure: 'transactions.charge', inputDigest: 'a' };
  const ended = vi.fn();
  const waiting = post(held?.id ?? '', { idempotent: call }).finally(ended);
  await Promise.all(others.map(async ({ id }) => await post(id)));
  await Promise.all(others.map(async ({ id }) => await post(id)));
  expect(ended).not.toHaveBeenCalled();
  await holder.rollback();
  expect((await waiting).balanceAfter).toBe('9.00');
});

test('an entry that is posted alone and meets a deadlock is posted again', async () => {
  const { url } = await testDatabase();
  const pool = connectDatabase(url, { poolMax: 3 });
  bindOriginKey(pool, new OriginKey(one.settings.secret));
  const { post } = watchedQueue(pool);

  /** Whether PostgreSQL has broken off the posting, and not the other transaction; on a busy machine it may. */
  async function meetDeadlock(): Promise<boolean> {
    const user = await fundedUser(one, '10.00');
    const failure = Object.assign(new pg.DatabaseError('claimed meanwhile', 0, 'error'), { code: 'PD001' });
    vi.spyOn(pool, 'raw').mockImplementationOnce(statement(() => Promise.reject(failure)));
    const claim = { scope: `service:${shop.id}`, key: `deadlock-${user.id}` };
    const other = await two.knex.transaction();
    await claimKey(other, claim, 'withdrawals.create');
    const call = { ...claim, procedure: 'transactions.charge', inputDigest: 'a' };
    const posted = tally([post(user.id, { idempotent: call })]);
    await vi.waitFor(async () => {
      const { rows } = await knex.raw<{ rows: unknown[] }>(
        `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%post_transaction(%'
         and datname = current_database()`,
      );
      expect(rows).toHaveLength(1);
    }, 5000);
    const isLocked = await other
      .raw('select from user_balances where user_id = ? for update', [user.id])
      .then(
        () => true,
        () => false,
      );
    await (isLocked ? other.commit() : other.rollback());
    const ended = await posted;
    if (isLocked) expect(ended).toEqual({ succeeded: 0, refused: { IDEMPOTENCY_CONFLICT: 1 } });
    return isLocked;
  }

  let isMet = false;
  for (let attempt = 0; attempt < 5 && !isMet; attempt += 1) isMet = await meetDeadlock();
  expect(isMet).toBe(true);
  await pool.destroy();
});

test('a full queue refuses at once with a pause, and posts all that it has taken', async () => {
  const users = [await fundedUser(one, '3000.00'), await fundedUser(one, '3000.00')];
  const { post } = watchedQueue();
  const releases = await Promise.all(users.map(async ({ id }) => await holdBalance(id)));
  const waiting = times(MAX_WAITING_POSTINGS, (n) => post(users[n % 2]?.id ?? ''));
  const other = await fundedUser(one, '5.00');
  const refused: unknown = await post(other.id).catch((error: unknown) => error);
  expect(refused).toMatchObject({ reason: 'OVERLOADED', details: { retryAfterSeconds: 1 } });
  for (const release of releases) await release();
  await Promise.all(waiting);
  for (const { id } of users) {
    expect(await balanceOf(knex, id)).toMatchObject({ balanceUsd: '2000.00' });
    expect(await verifyLedger(knex, id)).toMatchObject({ firstBad: null });
  }
  expect((await post(other.id)).balanceAfter).toBe('4.00');
});

test('a user whose balance another transaction has does not take the places of all others', async () => {
  const [held, free] = [await fundedUser(one, '2000.00'), await fundedUser(one, '5.00')];
  const { post } = watchedQueue();
  const release = await holdBalance(held.id);
  const waiting = times(MAX_WAITING_OF_USER, () => post(held.id));
  const more = times(MAX_WAITING_POSTINGS, () => post(held.id));
  expect(await tally(more)).toEqual({ succeeded: 0, refused: { OVERLOADED: MAX_WAITING_POSTINGS } });
  expect((await post(free.id)).balanceAfter).toBe('4.00');
  await release();
  await Promise.all(waiting);
  expect((await post(held.id)).balanceAfter).toBe('999.00');
});

test('who waits too long for a balance gets a pause, and no entry waits a second time by itself', async () => {
  const held = await fundedUser(one, '1000.00');
  const { url } = await testDatabase();
  const pool = connectDatabase(url, { poolMax: 3 });
  bindOriginKey(pool, new OriginKey(one.settings.secret));
  await Promise.all(
    times(3, () => pool.raw(`select set_config('lock_timeout', '300ms', false), pg_sleep(0.3)`)),
  );
  const { post } = watchedQueue(pool);
  const release = await holdBalance(held.id);
  let waits = 0;
  pool.on('query-error', () => (waits += 1));
  const outcomes = await tally(times(600, () => post(held.id)));
  await release();
  expect(outcomes).toEqual({ succeeded: 0, refused: { OVERLOADED: 600 } });
  expect(waits).toBe(3);
  expect((await post(held.id)).balanceAfter).toBe('999.00');
  await pool.destroy();
});

test('inside of a caller’s transaction an entry is posted there, not by the queue', async () => {
  const user = await fundedUser(one, '10.00');
  await one.knex
    .transaction(async (trx) => {
      await chargeUser({ ...one, knex: trx }, shop, { userId: user.id, amountUsd: '1.00' });
      throw new Error('undone');
    })
    .catch(() => undefined);
  expect(await transactionsOf(knex, user.id)).toHaveLength(1);
  await expectWholeBooks(one);
});
