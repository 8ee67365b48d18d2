import { expect, test } from 'vitest';
import { DomainError } from '../../src/base/domainError.ts';
import { newId } from '../../src/base/identifiers.ts';
import { asDomainError, postgresErrorOf } from '../../src/db/refusal.ts';
import { postTransaction } from '../../src/ledger/postTransaction.ts';
import type { Transaction } from '../../src/models/Transaction.ts';
import { postBatch, type IdentifiedPosting, type PostingOutcome } from '../../src/postings/postBatch.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { requireOriginKey } from '../../src/origin/checkOrigin.ts';
import { bindOriginKey } from '../../src/origin/originKey.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { verifyFigures } from '../../src/verify/verifyFigures.ts';
import { verifyLedger } from '../../src/verify/verifyLedger.ts';
import { seeded } from '../support/paymentModel.ts';
import {
  balanceOf,
  entry,
  expectRunningSum,
  expectWholeBooks,
  fundedUser,
  newWithdrawal,
  transactionsOf,
} from '../support/money.ts';
import { actors, newUser, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
const { knex } = desk;
await offerCurrencies(desk);
const shop = actors.service();
const batch = async (postings: readonly IdentifiedPosting[], mayWait = false) =>
  await postBatch(knex, postings, { mayWait });

const posting = (userId: string, changes: Partial<IdentifiedPosting> = {}): IdentifiedPosting => ({
  id: newId(),
  userId,
  transactionType: 'payment',
  amountUsd: '-1.00',
  actor: shop,
  at: desk.clock.now(),
  ...changes,
});
const withKey = (key: string, digest = 'a'): Pick<IdentifiedPosting, 'idempotent'> => ({
  idempotent: { scope: `service:${shop.id}`, key, procedure: 'transactions.charge', inputDigest: digest },
});

/** Of a frozen user, one with money and a hold, one with little, each with a charge and a used idempotency key. */
async function population() {
  const users = [
    await fundedUser(desk, '100.00'),
    await fundedUser(desk, '60.00'),
    await fundedUser(desk, '3.00'),
  ];
  const ids = users.map(({ id }) => id);
  const charges: Transaction[] = [];
  for (const userId of ids)
    charges.push(
      await chargeUser(desk, shop, { userId, amountUsd: '2.00', idempotencyKey: `used-${userId}` }),
    );
  await newWithdrawal(desk, ids[0] as string, '50.00');
  await freezeUser(desk, actors.staff(), ids[1] as string, true, 'a test');
  return { ids: [...ids, newId()], charges };
}
type Population = Awaited<ReturnType<typeof population>>;

/** The same random entry for several populations. */
function randomEntry(random: () => number, key: string): (of: Population) => IdentifiedPosting {
  const pick = <T>(choices: readonly T[]) => choices[Math.floor(random() * choices.length)] as T;
  const who = pick([0, 0, 0, 1, 2, 3]);
  const cents = (random() * 20 + 0.01).toFixed(2);
  const type = pick(['payment', 'payment', 'fee', 'bonus', 'refund', 'future'] as const);
  const keyed = pick(['none', 'none', 'new', 'used', 'usedOtherwise']);
  const ofCharge = pick([0, 1, 2]);
  return ({ ids, charges }) => ({
    ...posting(ids[who] as string),
    transactionType: type === 'future' ? 'bonus' : type,
    amountUsd: type === 'payment' || type === 'fee' ? `-${cents}` : type === 'refund' ? '0.70' : cents,
    ...(type === 'refund' && { refundOfId: (charges[ofCharge] as Transaction).id }),
    ...(type === 'future' && { at: new Date(Date.now() + 600_000) }),
    orderId: `order-${key}`,
    metadata: { place: key, 'ä"\\': ['€'] },
    description: `entry ${key} – ü`,
    ...(keyed === 'new' && withKey(`${key}-${ids[0]}`)),
    ...(keyed === 'used' && usedKey(ids[who] as string, charges[who])),
    ...(keyed === 'usedOtherwise' && withKey(`used-${ids[who]}`, 'other')),
  });
}

/** The key of the charge, with the input that it was made with if there was one. */
const usedKey = (userId: string, charge: Transaction | undefined) =>
  charge === undefined ? {} : { idempotent: digests.get(userId) ?? null };
const digests = new Map<string, IdentifiedPosting['idempotent']>();

async function rememberDigests({ ids }: Population): Promise<void> {
  for (const userId of ids) {
    const row = await knex<Record<string, string>>('idempotency_keys')
      .where({ key: `used-${userId}` })
      .first();
    if (row !== undefined)
      digests.set(userId, {
        scope: row['scope'] as string,
        key: row['key'] as string,
        procedure: row['procedure'] as string,
        inputDigest: row['input_digest'] as string,
      });
  }
}

interface Seen {
  refused?: [string, string, unknown];
  posted?: unknown[];
}

function seen(outcome: PostingOutcome | DomainError | Transaction): Seen {
  if (outcome === 'busy') return {};
  if (outcome instanceof DomainError) return { refused: [outcome.reason, outcome.message, outcome.details] };
  if ('refused' in outcome) return seen(outcome.refused);
  const row = 'posted' in outcome ? outcome.posted : outcome;
  return {
    posted: [
      row.transactionType,
      row.amountUsd,
      row.balanceAfter,
      row.seq,
      row.description,
      row.orderId,
      row.metadata,
      row.actorId,
    ],
  };
}

const reasons = new Set<string>();

test.each([1, 2, 3, 4, 5, 6])('seed %i: a batch does what its entries do one by one', async (seed) => {
  const [together, alone] = [await population(), await population()];
  await rememberDigests(together);
  await rememberDigests(alone);
  const random = seeded(seed);
  const entries = Array.from({ length: 60 }, (_, n) => randomEntry(random, `${seed}-${n}`));
  const outcomes = await batch(entries.map((entry) => entry(together)));
  const expected: Seen[] = [];
  for (const entry of entries)
    expected.push(
      seen(
        await postTransaction(knex, entry(alone)).catch((error: unknown) => {
          if (error instanceof DomainError) return error;
          throw error;
        }),
      ),
    );
  expect(outcomes.map(seen)).toEqual(expected);
  for (const { refused } of expected) if (refused !== undefined) reasons.add(refused[0]);
  for (const [index, userId] of together.ids.slice(0, 3).entries()) {
    const { balanceUsd, heldUsd, lastSeq } = await balanceOf(knex, userId);
    expect(await balanceOf(knex, alone.ids[index] as string)).toMatchObject({ balanceUsd, heldUsd, lastSeq });
    await expectRunningSum(knex, userId);
  }
});

test('these seeds meet every refusal', () => {
  expect([...reasons].toSorted()).toEqual([
    'DATABASE_UNAVAILABLE',
    'IDEMPOTENCY_CONFLICT',
    'INSUFFICIENT_FUNDS',
    'NOT_A_CHARGE',
    'NOT_FOUND',
    'REFUND_EXCEEDS_CHARGE',
    'USER_FROZEN',
  ]);
});

test('each entry has its event, its place in the next seal, its proof of origin and its part of the totals', async () => {
  const users = [await fundedUser(desk, '100.00'), await fundedUser(desk, '100.00')];
  const postings = Array.from({ length: 20 }, (_, n) =>
    posting(users[n % 2]?.id ?? '', { amountUsd: '-0.50', ...withKey(`side-${n}-${users[0]?.id}`) }),
  );
  await batch(postings);
  const ids = postings.map(({ id }) => id);
  expect(await knex('seal_queue').where({ kind: 'transaction' }).whereIn('row_id', ids)).toHaveLength(20);
  expect(await knex('idempotency_keys').whereIn('resource_id', ids)).toHaveLength(20);
  const events = await knex<Record<string, string>>('event_outbox')
    .whereIn('resource_id', ids)
    .orderBy('position');
  for (const user of users) {
    const own = events.filter((event) => event['user_id'] === user.id).map((event) => event['resource_id']);
    expect(own).toEqual(postings.filter(({ userId }) => userId === user.id).map(({ id }) => id));
    expect(await verifyLedger(knex, user.id)).toMatchObject({ firstBad: null });
  }
  expect(await knex.transaction(verifyFigures)).toMatchObject({ firstBad: null });
});

test('what a user does not have is not spent twice by one batch, and what others do goes on', async () => {
  const [poor, rich] = [await fundedUser(desk, '10.00'), await fundedUser(desk, '50.00')];
  const amounts = ['-6.00', '-5.00', '-4.00', '-0.01'];
  const outcomes = await batch([
    ...amounts.map((amountUsd) => posting(poor.id, { amountUsd })),
    posting(rich.id, { amountUsd: '-50.00' }),
  ]);
  expect(outcomes.map((outcome) => seen(outcome).refused?.[0] ?? 'posted')).toEqual([
    'posted',
    'INSUFFICIENT_FUNDS',
    'posted',
    'INSUFFICIENT_FUNDS',
    'posted',
  ]);
  expect(seen(outcomes[1] as PostingOutcome).refused?.[2]).toEqual({
    availableUsd: '4.00',
    requestedUsd: '5.00',
  });
});

test('refunds of one charge in one batch never exceed it', async () => {
  const user = await fundedUser(desk, '100.00');
  const charge = await chargeUser(desk, shop, { userId: user.id, amountUsd: '10.00' });
  const outcomes = await batch(
    Array.from({ length: 5 }, () =>
      posting(user.id, { transactionType: 'refund', amountUsd: '4.00', refundOfId: charge.id }),
    ),
  );
  expect(outcomes.map((outcome) => seen(outcome).refused?.[1] ?? 'posted')).toEqual([
    'posted',
    'posted',
    '8.00 of 10.00 is refunded already',
    '8.00 of 10.00 is refunded already',
    '8.00 of 10.00 is refunded already',
  ]);
});

test('an idempotency key twice in one list fails the list: nothing of it is posted', async () => {
  const user = await fundedUser(desk, '100.00');
  const postings = [1, 2].map(() => posting(user.id, withKey(`twice-${user.id}`)));
  const failure: unknown = await batch(postings).catch((error: unknown) => error);
  expect(postgresErrorOf(failure)?.code).toBe('PD001');
  expect(await transactionsOf(knex, user.id)).toHaveLength(1);
});

test('a balance that another transaction has is left out, or waited for', async () => {
  const [held, free] = [await fundedUser(desk, '10.00'), await fundedUser(desk, '10.00')];
  const postings = () => [posting(held.id), posting(free.id), posting(held.id)];
  await knex.transaction(async (trx) => {
    await trx.raw('select from user_balances where user_id = ? for update', [held.id]);
    const outcomes = await batch(postings());
    expect(outcomes.map((outcome) => (outcome === 'busy' ? outcome : 'posted'))).toEqual([
      'busy',
      'posted',
      'busy',
    ]);
  });
  expect(await transactionsOf(knex, held.id)).toHaveLength(1);
  const holder = await knex.transaction();
  await holder.raw('select from user_balances where user_id = ? for update', [held.id]);
  const waiting = batch(postings(), true);
  expect(await Promise.race([waiting, new Promise((resolve) => setTimeout(resolve, 100, 'waits'))])).toBe(
    'waits',
  );
  await holder.commit();
  const waits = (await waiting).map((outcome) => seen(outcome).posted?.[3]);
  expect(waits).toEqual(['2', '3', '3']);
});

test('the triggers check each row of a list again: what the function would let through fails the list', async () => {
  const [poor, frozen] = [await fundedUser(desk, '1.00'), await newUser(desk)];
  const insert = async (rows: Record<string, unknown>[]) =>
    await knex('transactions')
      .insert(rows.map((row) => ({ id: newId(), actor_kind: 'system', created_at: new Date(), ...row })))
      .then(
        () => 'inserted',
        (error: unknown) => postgresErrorOf(error)?.constraint,
      );
  const pay = (userId: string, amount: string) => ({
    user_id: userId,
    transaction_type: 'payment',
    amount_usd: amount,
  });
  expect(await insert([pay(poor.id, '-0.60'), pay(poor.id, '-0.60')])).toBe('INSUFFICIENT_FUNDS');
  expect(
    await insert([{ ...pay(frozen.id, '5.00'), transaction_type: 'bonus' }, pay(frozen.id, '-1.00')]),
  ).toBe('inserted');
  await freezeUser(desk, actors.staff(), frozen.id, true, 'a test');
  expect(await insert([pay(poor.id, '-0.10'), pay(frozen.id, '-1.00')])).toBe('USER_FROZEN');
  await expectRunningSum(knex, poor.id);
  await expectRunningSum(knex, frozen.id);
  await expectWholeBooks(desk);
});

test('a balance that leaves out a row of the ledger, or counts one twice, is refused', async () => {
  const user = await fundedUser(desk, '20.00');
  const triggers = ['transactions_move_balance', 'transactions_chain'];
  for (const trigger of triggers) await knex.raw('alter table transactions disable trigger ??', [trigger]);
  const trx = await knex.transaction();
  try {
    const first = await transactionsOf(knex, user.id);
    const insert = async (seq: number, balanceAfter: string) =>
      await trx('transactions').insert({
        ...entry(user.id, { transaction_type: 'payment', amount_usd: '-1.00' }),
        seq,
        balance_after: balanceAfter,
        prev_hash: first[0]?.hash,
        hash: `hash ${seq}`,
      });
    await insert(2, '19.00');
    await insert(3, '18.00');
    const moveTo = async (seq: number, balance: string, changes = '') => {
      await trx.raw('savepoint attempt');
      const answer = await trx
        .raw(
          `update user_balances b set balance_usd = ?, last_seq = t.seq, last_hash = t.hash,
             last_transaction_at = t.created_at${changes}
           from transactions t where t.user_id = b.user_id and t.seq = ? and b.user_id = ?`,
          [balance, seq, user.id],
        )
        .then(
          () => 'moved',
          (error: unknown) => postgresErrorOf(error)?.constraint,
        );
      await trx.raw('rollback to savepoint attempt');
      return answer;
    };
    expect(await moveTo(3, '18.00')).toBe('moved');
    expect(await moveTo(3, '17.00')).toBe('IMMUTABLE');
    expect(await moveTo(3, '18.00', ', total_withdrawn = total_withdrawn + 1')).toBe('IMMUTABLE');
    expect(await moveTo(3, '18.00', ', total_deposited = total_deposited + 1')).toBe('IMMUTABLE');
    expect(await moveTo(1, '20.00', ', total_deposited = total_deposited + 1')).toBe('IMMUTABLE');
    // A row that is missing, and one that does not follow from the rows before it.
    await insert(5, '17.00');
    expect(await moveTo(5, '17.00')).toBe('IMMUTABLE');
    await insert(4, '16.00');
    expect(await moveTo(4, '16.00')).toBe('IMMUTABLE');
  } finally {
    await trx.rollback();
    for (const trigger of triggers)
      await knex.raw('alter table transactions enable always trigger ??', [trigger]);
  }
  await expectRunningSum(knex, user.id);
});

test('a hand-written list gets nothing posted that the database refuses to a single entry', async () => {
  const user = await fundedUser(desk, '20.00');
  const used = { scope: `service:${shop.id}`, key: `used-${user.id}` };
  await batch([posting(user.id, withKey(used.key))]);
  const written = (changes: Record<string, unknown> = {}): Record<string, unknown> => ({
    place: 1,
    id: newId(),
    userId: user.id,
    transactionType: 'payment',
    amountUsd: '-1.00',
    description: '',
    actorKind: 'service',
    at: desk.clock.now(),
    ...changes,
  });
  const post = async (...list: Record<string, unknown>[]) =>
    await knex
      .raw<{ rows: { reason: string | null }[] }>(
        'select r.reason from post_transactions(?::jsonb, false) r order by r.place',
        [JSON.stringify(list)],
      )
      .then(
        ({ rows }) => rows.map(({ reason }) => reason),
        (error: unknown) => postgresErrorOf(error)?.constraint ?? postgresErrorOf(error)?.code,
      );
  const conflicting = { ...used, procedure: 'transactions.charge', digest: 'other' };
  for (const places of [
    [1, 1],
    [0, 1],
    [1, 3],
    [1, null],
  ])
    expect(await post(written({ place: places[0] }), written({ place: places[1], ...conflicting }))).toBe(
      'INVALID_INPUT',
    );
  for (const changes of [conflicting, used, { ...used, procedure: 'transactions.charge' }])
    expect(await post(written(changes))).toEqual(['IDEMPOTENCY_CONFLICT']);
  const refused: [Record<string, unknown>, string][] = [
    [{ amountUsd: 'NaN' }, 'usd_check'],
    [{ transactionType: 'bonus', amountUsd: 'Infinity' }, 'usd_check'],
    [{ amountUsd: '-0.001' }, 'usd_check'],
    [{ transactionType: 'bonus', amountUsd: '1e18' }, 'usd_check'],
    [{ amountUsd: '1.00' }, 'sign_fits_type'],
    [{ transactionType: 'bonus' }, 'sign_fits_type'],
    [{ transactionType: 'deposit', amountUsd: '1.00' }, 'links_fit_type'],
    [{ transactionType: 'withdrawal' }, 'links_fit_type'],
    [{ transactionType: 'adjustment', description: 'a reason' }, 'adjustments_are_signed_and_explained'],
    [{ transactionType: 'other' }, 'transactions_transaction_type_check'],
    [{ actorKind: 'other' }, 'transactions_actor_kind_check'],
    [{ orderId: 'x'.repeat(101) }, 'transactions_order_id_check'],
  ];
  for (const [changes, constraint] of refused) expect(await post(written(changes))).toBe(constraint);
  expect(await transactionsOf(knex, user.id)).toHaveLength(2);
});

test('the answer is the row with all of its columns', async () => {
  const user = await fundedUser(desk, '20.00');
  const [outcome] = await batch([
    posting(user.id, { orderId: 'order-1', description: 'a', metadata: { b: 1 } }),
  ]);
  const [row] = await transactionsOf(knex, user.id).then((rows) => rows.slice(-1));
  expect(outcome).toEqual({ posted: row });
});

test('a batch is prepared once for a connection, and survives a migration that adds a column', async () => {
  const user = await fundedUser(desk, '20.00');
  const { url } = await testDatabase();
  const single = connectDatabase(url, { poolMax: 1 });
  bindOriginKey(single, requireOriginKey(knex));
  try {
    const post = async () => await postBatch(single, [posting(user.id)], { mayWait: true });
    const prepared = async () =>
      (
        await single.raw(`select calls_generic + calls_custom as calls from (
        select generic_plans as calls_generic, custom_plans as calls_custom from pg_prepared_statements
        where name = 'post_transactions') s`)
      ).rows;
    for (let n = 0; n < 8; n += 1) expect(await post()).toMatchObject([{ posted: {} }]);
    expect(await prepared()).toEqual([{ calls: '8' }]);
    await knex.raw('alter table transactions add column added_later int');
    expect(await post()).toMatchObject([{ posted: {} }]);
    expect(await prepared()).toEqual([{ calls: '9' }]);
  } finally {
    await knex.raw('alter table transactions drop column added_later');
    await single.destroy();
  }
});

test('with a clock that is ahead callers hear that they can try again, and not that their input is wrong', async () => {
  const { id } = await fundedUser(desk, '10.00');
  const at = new Date(Date.now() + 3_600_000);
  const inBatch = await batch([posting(id, { at }), posting(id, { amountUsd: '-2.00' })]);
  expect(inBatch).toMatchObject([
    {
      refused: {
        reason: 'DATABASE_UNAVAILABLE',
        message: expect.stringContaining('clock of this server') as string,
      },
    },
    { posted: { amountUsd: '-2.00' } },
  ]);
  const alone = await knex
    .transaction(async (trx) => await postTransaction(trx, posting(id, { at })))
    .catch((error: unknown) => asDomainError(error));
  expect(alone).toMatchObject({ reason: 'DATABASE_UNAVAILABLE' });
});
