import { expect, test } from 'vitest';
import { fullDesk } from '../support/fullDesk.ts';
import { refusalOf } from '../support/money.ts';

const { knex, user } = await fullDesk();

/** Tables whose rows never change, with a column to test. */
const IMMUTABLE = {
  transactions: 'description',
  audit_log: 'action',
  provider_events: 'provider_status',
  provider_event_outcomes: 'detail',
  withdrawal_approvals: 'staff_name',
  idempotency_keys: 'procedure',
};
/** Tables whose rows may change by their own rules but are never deleted. */
const UNDELETABLE = [
  ...Object.keys(IMMUTABLE),
  'users',
  'user_balances',
  'payments',
  'withdrawal_requests',
  'suspense_items',
];

test.each(Object.entries(IMMUTABLE))('D47: a row of %s cannot be updated', async (table, column) => {
  expect(Number((await knex(table).count('* as n').first())?.['n'])).toBeGreaterThan(0);
  expect(await refusalOf(knex(table).update({ [column]: 'forged' }))).toBe('IMMUTABLE');
});

test.each(UNDELETABLE)('a row of %s cannot be deleted', async (table) => {
  expect(await refusalOf(knex(table).delete())).toMatch(/^IMMUTABLE$/);
});

test.each(UNDELETABLE)('%s cannot be truncated, nor by a cascade', async (table) => {
  expect(await refusalOf(knex.raw('truncate ?? cascade', [table]))).toBe('IMMUTABLE');
});

test('truncating a table that others refer to is refused at the first permanent one', async () => {
  expect(await refusalOf(knex.raw('truncate currencies cascade'))).toBe('IMMUTABLE');
});

test('a currency in use cannot be deleted', async () => {
  expect(await refusalOf(knex('currencies').where({ code: 'USDTBSC' }).delete())).toMatch(
    /currency_code_fkey/,
  );
});

test('an upsert cannot rewrite a transaction', async () => {
  expect(
    await refusalOf(
      knex.raw(
        `insert into transactions select * from transactions on conflict (id) do update set description = 'forged'`,
      ),
    ),
  ).toMatch(/IMMUTABLE|pkey|NOT_A_CHARGE|ALREADY|transactions_/);
  expect(await knex('transactions').where({ description: 'forged' })).toEqual([]);
});

test('D48: no foreign key deletes or blanks rows by itself, but counts of a session and the log of a delivery', async () => {
  const { rows } = await knex.raw<{ rows: unknown[] }>(
    `select conrelid::regclass::text as "table", conname from pg_constraint c join pg_class t on t.oid = conrelid join pg_namespace n on n.oid = t.relnamespace
     where contype = 'f' and n.nspname = 'public' and (confdeltype not in ('a', 'r') or confupdtype not in ('a', 'r')) order by 1`,
  );
  expect(rows).toEqual([
    { table: 'staff_emergency_step_ups', conname: 'staff_emergency_step_ups_session_id_fkey' },
    { table: 'staff_session_step_ups', conname: 'staff_session_step_ups_session_id_fkey' },
    { table: 'webhook_attempts', conname: 'webhook_attempts_delivery_id_fkey' },
  ]);
});

test('every trigger on a money table fires always, whatever session_replication_role says', async () => {
  const { rows } = await knex.raw<{ rows: { name: string; tgenabled: string }[] }>(
    `select tgrelid::regclass || '.' || tgname as name, tgenabled from pg_trigger where not tgisinternal and tgrelid = any (?::regclass[])`,
    [[...UNDELETABLE]],
  );
  expect(rows.length).toBeGreaterThanOrEqual(2 * UNDELETABLE.length);
  expect(rows.filter((trigger) => trigger.tgenabled !== 'A' && !trigger.name.endsWith('_touch'))).toEqual([]);
});

test('the desk’s role cannot switch triggers off for its session', async () => {
  expect(await refusalOf(knex.raw(`set session_replication_role = replica`))).toBe('42501');
});

test('a user’s id cannot change under its rows', async () => {
  expect(
    await refusalOf(
      knex('users').where({ id: user.id }).update({ id: '0192a000-0000-7000-8000-000000000000' }),
    ),
  ).toMatch(/fkey/);
});
