import { expect, test } from 'vitest';
import { closeDueChanges } from '../../src/changeRequests/closeDueChanges.ts';
import { actionPlans } from '../../src/http/actionPlans/index.ts';
import { ApiKey } from '../../src/models/ApiKey.ts';
import { ChangeRequest } from '../../src/models/ChangeRequest.ts';
import { Currency } from '../../src/models/Currency.ts';
import { Payment } from '../../src/models/Payment.ts';
import { Staff } from '../../src/models/Staff.ts';
import { currentPolicy } from '../../src/policyEngine/currentPolicy.ts';
import { newPayment } from '../support/money.ts';
import { signRows } from '../support/signRows.ts';
import { newUser, offerCurrencies } from '../support/testDesk.ts';
import { governedDesk, letPass, requestOf } from './governedDesk.ts';

/* A request shows what it would change. When that has changed since, no one has agreed to what it would do now. */
const { desk, knex, insider } = await governedDesk();
await offerCurrencies(desk);
const [ada, bob] = [await insider('admin'), await insider('admin')];

const approve = async (id: string) => (await bob.does('changeRequests.approve', { id })).data;
const STALE = { status: 'failed', error: expect.stringMatching(/^CHANGED_MEANWHILE: /) as string };
const APPLIED = { status: 'applied' };

/** An API key that can move money, made by two people. */
async function moneyKey(): Promise<string> {
  const made = await ada.does('apiKeys.create', { name: 'shop', scopes: ['transactions.charge'] });
  const after = (await approve(requestOf(made))) as { result: { id: string } };
  return after.result.id;
}

const currency = async (code = 'USDTBSC') => await Currency.query(knex).findOne({ code }).throwIfNotFound();

test('a restriction that was asked for earlier does not widen what a colleague restricted since', async () => {
  const id = await moneyKey();
  const wide = await ada.does('apiKeys.setAllowedAddresses', { id, allowedAddresses: ['10.0.0.0/8'] });
  const narrow = await bob.does('apiKeys.setAllowedAddresses', { id, allowedAddresses: ['10.9.9.9/32'] });
  expect((await ada.does('changeRequests.approve', { id: requestOf(narrow) })).data).toMatchObject(APPLIED);
  expect(await approve(requestOf(wide))).toMatchObject({
    ...STALE,
    error: expect.stringContaining('Addresses was any address and is 10.9.9.9/32 now') as string,
    // What was decided stays on record.
    approvals: [{ staff: { id: bob.id } }],
  });
  const key = await ApiKey.query(knex).findById(id).throwIfNotFound();
  expect(key.allowedAddresses).toEqual(['10.9.9.9/32']);
});

test('a fee is not lowered from a value that no one saw, and the same can be asked for again', async () => {
  const { id } = await currency();
  const lower = async () => requestOf(await ada.does('currencies.update', { id, networkFeeUsd: '0.10' }));
  const first = await lower();
  const raised = requestOf(await ada.does('currencies.update', { id, networkFeeUsd: '7.00' }));
  expect(await approve(raised)).toMatchObject(APPLIED);
  expect(await approve(first)).toMatchObject(STALE);
  expect(await currency()).toMatchObject({ networkFeeUsd: '7.00' });
  const again = await lower();
  expect(again).not.toBe(first);
  expect(await approve(again)).toMatchObject(APPLIED);
  expect(await currency()).toMatchObject({ networkFeeUsd: '0.10' });
});

test('what became true by itself meanwhile is not applied either', async () => {
  const { id } = await currency();
  const request = requestOf(await ada.does('currencies.update', { id, networkFeeUsd: '3.00' }));
  await knex('currencies').where({ id }).update({ network_fee_usd: '3.00' });
  expect(await approve(request)).toMatchObject(STALE);
});

test('a change that only waits for its delay is compared when the delay has passed', async () => {
  const { id } = await currency();
  await knex('staff').where({ id: bob.id }).update({ deactivated_at: new Date() });
  const request = requestOf(await ada.does('currencies.update', { id, networkFeeUsd: '0.20' }));
  await knex('currencies').where({ id }).update({ network_fee_usd: '8.00' });
  await letPass(knex, request, { not_before: new Date(Date.now() - 1000) });
  await closeDueChanges(desk, actionPlans);
  expect(await ChangeRequest.query(knex).findById(request)).toMatchObject(STALE);
  expect(await currency()).toMatchObject({ networkFeeUsd: '8.00' });
  await letPassRole(bob.id);
});

/** Active again, in a role that is older than every request. */
async function letPassRole(id: string): Promise<void> {
  await knex.raw('alter table staff disable trigger staff_role_since');
  await knex('staff').where({ id }).update({ deactivated_at: null, role_since: '2020-01-01' });
  await knex.raw('alter table staff enable always trigger staff_role_since');
  await signRows(knex, 'staff');
}

test('a change while the command waits for its row is seen as well', async () => {
  const { id } = await currency();
  const request = requestOf(await ada.does('currencies.update', { id, networkFeeUsd: '0.30' }));
  const blocker = await knex.transaction();
  await blocker('currencies').where({ id }).update({ network_fee_usd: '9.00' });
  const running = approve(request);
  await isWaitingForRow();
  await blocker.commit();
  expect(await running).toMatchObject(STALE);
  expect(await currency()).toMatchObject({ networkFeeUsd: '9.00' });
});

async function isWaitingForRow(): Promise<void> {
  for (let checks = 0; checks < 200; checks += 1) {
    const { rows } = await knex.raw<{ rows: object[] }>(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
         and query like '%"currencies"%for update%'`,
    );
    if (rows.length > 0) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error('no command waits for the currency');
}

test('a role is not given to someone whose role was changed meanwhile', async () => {
  const { id } = await insider('viewer');
  const request = requestOf(await ada.does('staff.setRole', { id, role: 'operator' }));
  await knex('staff').where({ id }).update({ role: 'approver' });
  await signRows(knex, 'staff');
  expect(await approve(request)).toMatchObject(STALE);
  expect(await Staff.query(knex).findById(id)).toMatchObject({ role: 'approver' });
});

test('the password of an account is not reset when the account got more rights since', async () => {
  const { id } = await insider('viewer');
  const request = requestOf(await ada.does('staff.resetPassword', { id }));
  await knex('staff').where({ id }).update({ role: 'admin' });
  await signRows(knex, 'staff');
  expect(await approve(request)).toMatchObject(STALE);
  expect(await knex('staff_invites').where({ staff_id: id })).toEqual([]);
  await knex('staff').where({ id }).update({ deactivated_at: new Date() });
  await signRows(knex, 'staff');
});

test('a reactivation does not outlive that the account was reactivated and got another role', async () => {
  const { id } = await insider('operator');
  await knex('staff').where({ id }).update({ deactivated_at: new Date() });
  await signRows(knex, 'staff');
  const request = requestOf(await ada.does('staff.reactivate', { id }));
  await knex('staff').where({ id }).update({ role: 'approver' });
  await signRows(knex, 'staff');
  expect(await approve(request)).toMatchObject(STALE);
  expect((await Staff.query(knex).findById(id))?.deactivatedAt).not.toBeNull();
});

test('a link that was revoked meanwhile is not replaced', async () => {
  const invited = await ada.does('staff.invite', { email: 'new@desk.test', name: 'New', role: 'operator' });
  const { result } = (await approve(requestOf(invited))) as { result: { id: string } };
  await ada.does('staff.reissueInvite', { id: result.id });
  const { id } = await knex('staff_invites')
    .where({ email: 'new@desk.test' })
    .whereNull('revoked_at')
    .first<{ id: string }>();
  const request = requestOf(await ada.does('staff.reissueInvite', { id }));
  await knex('staff_invites').where({ id }).update({ revoked_at: new Date() });
  const links = async () => await knex('staff_invites').where({ email: 'new@desk.test' });
  const before = await links();
  expect(await approve(request)).toMatchObject(STALE);
  expect(await links()).toEqual(before);
});

test('an agreement to resume payouts ends the stop that was shown, and no later one', async () => {
  const stop = async () => await bob.does('withdrawals.stopPayouts', { note: 'fraud' });
  const resume = async () => requestOf(await ada.does('withdrawals.resumePayouts', { note: 'all fine' }));
  await stop();
  const stale = await resume();
  await knex('payout_stops')
    .whereNull('resumed_at')
    .update({ resumed_at: new Date(), resumed_by_id: bob.id });
  await stop();
  expect(await approve(stale)).toMatchObject(STALE);
  expect(await knex('payout_stops').whereNull('resumed_at')).toHaveLength(1);
  expect(await approve(await resume())).toMatchObject(APPLIED);
});

test('a payment about which the provider has reported something since is not marked completed', async () => {
  const { id } = await newPayment(desk, (await newUser(desk)).id, '900.00');
  const request = requestOf(await ada.does('payments.markCompleted', { id, note: 'arrived by bank' }));
  await knex('payments').where({ id }).update({ status: 'failed' });
  expect(await approve(request)).toMatchObject(STALE);
  expect(await Payment.query(knex).findById(id)).toMatchObject({ status: 'failed' });
});

test('a balance that moves meanwhile delays no credit', async () => {
  const user = await newUser(desk);
  const bonus = async (amountUsd: string) =>
    requestOf(await ada.does('transactions.bonus', { userId: user.id, amountUsd }));
  const [first, second] = [await bonus('500.00'), await bonus('600.00')];
  expect(await approve(second)).toMatchObject(APPLIED);
  expect(await approve(first)).toMatchObject(APPLIED);
});

test('what is new is applied as it was shown, also with lists, limits and nested rules', async () => {
  const key = await ada.does('apiKeys.create', {
    name: 'all',
    scopes: ['transactions.bonus', 'withdrawals.create'],
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    limits: { 'transactions.bonus': { dayUsd: '50.00', callUsd: '5.00' } },
    allowedAddresses: ['10.0.0.0/8'],
  });
  expect(await approve(requestOf(key))).toMatchObject(APPLIED);
  const coin = { code: 'NEW', name: 'New', token: 'NEW', network: 'eth', decimalPlaces: 6 };
  expect(await approve(requestOf(await ada.does('currencies.create', coin)))).toMatchObject(APPLIED);
  const { version, rules } = await currentPolicy(knex, desk);
  const approvals = [
    { fromUsd: '0.00', approvals: 1 },
    { fromUsd: '70.00', approvals: 2 },
  ];
  const perUser = { dayUsd: '100.00', weekUsd: '200.00', monthUsd: '300.00' };
  const draft = { rules: { ...rules, approvals, perUser }, note: 'limits', baseVersion: version };
  expect(await approve(requestOf(await ada.does('policies.publish', draft)))).toMatchObject(APPLIED);
});

test('of a provider’s change exactly what was seen is accepted', async () => {
  const { id } = await currency();
  const reports = async (network: string, contractAddress: string) => {
    const pendingChange = { network, contractAddress, decimalPlaces: 6, chainDecimals: 6 };
    await Currency.query(knex).findById(id).patch({ isAvailable: false, pendingChange });
    return pendingChange;
  };
  const seen = await reports('eth', '0xdAC17F958D2ee523a2206206994597C13D831ec7');
  expect((await ada.does('currencies.acceptChange', { id })).error?.data.reason).toBe('INVALID_INPUT');
  const request = requestOf(await ada.does('currencies.acceptChange', { id, pendingChange: seen }));
  expect((await ChangeRequest.query(knex).findById(request))?.payload).toEqual({ id, pendingChange: seen });
  const other = await reports('trx', 'TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t');
  expect(await approve(request)).toMatchObject(STALE);
  expect(await currency()).toMatchObject({ network: 'bsc', pendingChange: other });
  const late = await ada.does('currencies.acceptChange', { id, pendingChange: seen });
  expect(late.error?.data.reason).toBe('CHANGED_MEANWHILE');
  const again = requestOf(await ada.does('currencies.acceptChange', { id, pendingChange: other }));
  expect(await approve(again)).toMatchObject(APPLIED);
  expect(await currency()).toMatchObject({ ...other, pendingChange: null });
});
