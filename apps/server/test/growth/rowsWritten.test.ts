import type { Knex } from 'knex';
import { expect, test } from 'vitest';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { pay } from '../support/fullDesk.ts';
import { approve, complete, fundedUser, newHash, newPayment, newWithdrawal } from '../support/money.ts';
import { actors, newUser, offerCurrencies, testDesk } from '../support/testDesk.ts';

/*
 * Which tables grow with what happens on a desk, and by how many rows: docs/scale.md and decision 43 are written after
 * it. A table that is not named here does not grow.
 */
const desk = await testDesk();
const { knex } = desk;
await offerCurrencies(desk);
const user = await fundedUser(desk, '5000.00');
const [ada, bob, shop] = [actors.staff('Ada'), actors.staff('Bob'), actors.service()];

async function rowsOf(db: Knex): Promise<Record<string, number>> {
  const tables = await db('pg_class')
    .whereRaw(`relnamespace = current_schema()::regnamespace and relkind = 'r' and relname not like 'knex%'`)
    .pluck<string[]>('relname');
  const counts = tables.map(async (name) => {
    const [row] = await db(name).count<{ count: string }[]>();
    return [name, Number(row?.count)] as const;
  });
  return Object.fromEntries(await Promise.all(counts));
}

/** Rows of each table that an operation adds. Those of queues are gone when the jobs have seen them. */
async function grownBy(operation: (n: number) => Promise<unknown>): Promise<Record<string, number>> {
  const times = 3;
  // The first one makes what the others share.
  await operation(0);
  const before = await rowsOf(knex);
  for (let n = 1; n <= times; n += 1) await operation(n);
  const after = await rowsOf(knex);
  const grown = Object.keys(after).map((name) => [name, ((after[name] ?? 0) - (before[name] ?? 0)) / times]);
  return Object.fromEntries(grown.filter(([, rows]) => rows !== 0));
}

const charge = async (n: number) =>
  await chargeUser(desk, shop, { userId: user.id, amountUsd: '1.00', idempotencyKey: `order-${n}` });

test('a charge is a row of the ledger, of the events and of the idempotency keys', async () => {
  expect(await grownBy(charge)).toEqual({
    transactions: 1,
    idempotency_keys: 1,
    event_outbox: 1,
    figure_changes: 1,
    seal_queue: 1,
  });
});

test('a deposit is a payment, what the provider reported, and its credit', async () => {
  const deposit = async () => await pay(desk, await newPayment(desk, user.id, '25.00'));
  expect(await grownBy(deposit)).toEqual({
    payments: 1,
    transactions: 1,
    provider_events: 2,
    provider_event_outcomes: 2,
    event_outbox: 4,
    figure_changes: 4,
    seal_queue: 5,
  });
});

test('a withdrawal is a request, its decisions, two rows of the ledger, and the audit log of them', async () => {
  const withdraw = async () => {
    const { id } = await newWithdrawal(desk, user.id, '30.00');
    await approve(desk, ada, id);
    await complete(desk, bob, id, { transactionHash: newHash() });
  };
  expect(await grownBy(withdraw)).toEqual({
    withdrawal_requests: 1,
    withdrawal_approvals: 1,
    withdrawal_decisions: 3,
    transactions: 2,
    audit_log: 3,
    event_outbox: 5,
    figure_changes: 2,
    seal_queue: 10,
  });
});

test('a user is a row with a balance, and one of the audit log', async () => {
  const grown = await grownBy(async () => await newUser(desk));
  expect(grown).toEqual({ users: 1, user_balances: 1, audit_log: 1, figure_changes: 1, seal_queue: 2 });
});
