import { afterAll, expect, inject, test } from 'vitest';
import { rules } from '../policy/policyDesk.ts';
import { PUBLIC_URL } from '../../src/signIn/browser.fixture.ts';
import type { AppContext } from '../../src/context/appContext.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { migrateToLatest } from '../../src/db/migrate.ts';
import { startJobs } from '../../src/http/startJobs.ts';
import { warnAboutOwner } from '../../src/system/warnAboutOwner.ts';
import { applyPolicy } from '../../src/policies/applyPolicy.ts';
import { verifyDesk } from '../../src/verify/verifyDesk.ts';
import { auditHead } from '../../src/auditChain/auditHead.ts';
import { creditSuspense } from '../../src/suspense/creditSuspense.ts';
import { SuspenseItem } from '../../src/models/SuspenseItem.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { pay } from '../support/fullDesk.ts';
import { EVM_HASH, approve, complete, newPayment, newWithdrawal, refusalOf } from '../support/money.ts';
import { staffCaller } from '../support/http.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { actors, newUser, offerCurrencies, testDesk, testSettings } from '../support/testDesk.ts';

const { knex: owner, url } = await testDatabase();
await migrateToLatest(owner, { applicationRole: 'desk_app' });
const knex = connectDatabase(`${inject('testApplicationUrl')}/${url.split('/').at(-1)}`, {
  applicationName: 'application',
});
afterAll(async () => await knex.destroy());
const desk = await testDesk({ knex });

const NO_RIGHTS = '42501';

test.each([
  'alter table transactions disable trigger transactions_are_permanent',
  'alter table transactions disable trigger all',
  'create or replace function same_person_allowed() returns boolean language sql as $$ select true $$',
  'create function public.help() returns int language sql as $$ select 1 $$',
  'create trigger help before insert on payments for each row execute function touch_updated_at()',
  'drop trigger payments_guard on payments',
  'drop table audit_log cascade',
  'drop function guard_balance() cascade',
  'drop schema public cascade',
  'truncate rate_limits',
  'truncate transactions cascade',
  'update transactions set amount_usd = 1',
  'delete from transactions',
  'delete from users',
  'delete from payments',
  'delete from audit_log',
  'delete from staff_rules',
  'delete from suspense_items',
  'delete from payout_stops',
  'delete from webhook_endpoints',
  'update resource_boundary set created_at = now()',
  'delete from resource_boundary',
  "update audit_log set note = 'x'",
  "update audit_seals set hash = 'x'",
  "update withdrawal_approvals set staff_name = 'x'",
  "update withdrawal_policies set note = 'other'",
  'update withdrawal_policies set published_by_staff_id = null, step_up = null',
  "update provider_events set body = '{}'",
  'alter table withdrawal_requests drop constraint completed_has_a_hash',
  'alter table payments add column extra int',
  'create table public.mine (id int)',
  'create schema mine',
  // It would take the place of the real table in the functions of the triggers.
  'create temporary table withdrawal_policies (version int, rules jsonb)',
  'create rule forget as on insert to audit_log do instead nothing',
  'alter role desk_app superuser',
  'set role desk',
  'set session authorization desk',
  "set session_replication_role = 'replica'",
  "update knex_migrations set name = 'x'",
  'delete from jobs.version; alter table jobs.job add column x int',
])('the role of the server is refused: %s', async (statement) => {
  expect(await refusalOf(knex.raw(statement))).toBe(NO_RIGHTS);
});

const POLICY = `insert into withdrawal_policies
  (id, version, rules, note, published_by_staff_id, published_by_name, step_up, created_at)
  select gen_random_uuid(), coalesce(max(version), 0) + 1, '{}', 'none', null, 'command line', `;
test('the role of the server publishes no policy without a person, and none without a second factor', async () => {
  expect(await refusalOf(knex.raw(`${POLICY} null, now() from withdrawal_policies`))).toBe('STAFF_ONLY');
  expect(await refusalOf(knex.raw(`${POLICY} '{}', now() from withdrawal_policies`))).toBe('STAFF_ONLY');
  expect(await refusalOf(owner.raw(`${POLICY} '{}', now() from withdrawal_policies`))).toBe(
    'policy_has_publisher',
  );
  await expect(
    applyPolicy(desk, { rules: rules({ coolingHours: 1 }), note: 'from an app' }),
  ).rejects.toMatchObject({ reason: 'STAFF_ONLY' });
  expect(await knex('withdrawal_policies').select('id')).toEqual([]);
});

test('the desk works with this role: deposits, suspense, charges, withdrawals, staff, and verify', async () => {
  await offerCurrencies(desk);
  const user = await newUser(desk);
  const payment = await pay(desk, await newPayment(desk, user.id, '500.00'));
  await pay(desk, payment, '20');
  const item = await SuspenseItem.query(knex).findOne({ status: 'open' }).throwIfNotFound();
  await creditSuspense(desk, actors.staff(), { id: item.id, note: 'theirs' });
  await chargeUser(desk, actors.service(), { userId: user.id, amountUsd: '30.00', idempotencyKey: 'one' });
  const withdrawal = await newWithdrawal(desk, user.id, '40.00');
  await approve(desk, actors.staff(), withdrawal.id);
  // By somebody who exists: verify asks for that.
  const { rows } = await knex.raw<{ rows: { id: string }[] }>(
    `insert into staff (id, name, email, role) values (gen_random_uuid(), 'Payer', 'payer@desk.test', 'approver') returning id`,
  );
  await complete(desk, { kind: 'staff', id: rows[0]?.id ?? '', name: 'Payer' }, withdrawal.id, {
    transactionHash: EVM_HASH,
  });
  const verdict = await verifyDesk(knex);
  expect(verdict.checks.filter(({ faults }) => faults > 0)).toEqual([]);
});

test('people sign in with this role', async () => {
  const served = await testDesk({ knex, settings: testSettings({ PUBLIC_URL }) });
  expect(await staffCaller(served, 'viewer')).toMatchObject({ cookie: expect.any(String) as string });
});

test('the worker works with this role: its jobs find their schema and seal the audit log', async () => {
  const jobs = await startJobs(desk);
  try {
    await expect
      .poll(async () => (await auditHead(knex)).unsealed, { timeout: 20_000, interval: 200 })
      .toBe(0);
  } finally {
    await jobs.stop(5000);
  }
});

test('a migration repeats the grants without harm', async () => {
  expect(await migrateToLatest(owner, { applicationRole: 'desk_app' })).toEqual([]);
});

test('a server that runs as the owner says so', async () => {
  const heard: string[] = [];
  const log = { warn: (_facts: unknown, text: string) => void heard.push(text) };
  await warnAboutOwner({ knex, log } as unknown as AppContext);
  expect(heard).toEqual([]);
  await warnAboutOwner({ knex: owner, log } as unknown as AppContext);
  expect(heard).toEqual([expect.stringContaining('MIGRATION_DATABASE_URL')]);
});
