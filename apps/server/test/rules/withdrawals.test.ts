import { expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { fullDesk } from '../support/fullDesk.ts';
import { balanceOf, EVM_ADDRESS, fundedUser, newWithdrawal, refusalOf } from '../support/money.ts';

const { desk, knex, withdrawal, paidWithdrawal } = await fullDesk();
const one = () => knex('withdrawal_requests').where({ id: withdrawal.id });
const approval = (changes: object = {}) => ({ id: newId(), withdrawal_request_id: withdrawal.id, staff_id: 'ada', staff_name: 'Ada', payload_hash: withdrawal.payloadHash, ...changes });

/** What may still change on an open request; every other column is what was asked, or who asked. */
const MAY_CHANGE = ['crypto_amount', 'status', 'admin_notes', 'transaction_hash', 'approved_at', 'processing_at', 'rejected_at', 'cancelled_at', 'completed_at', 'status_changed_at', 'updated_at'];
const GENERATED = ['total_fee_usd', 'final_amount_usd'];

const columns = (await knex.raw<{ rows: { column_name: string; udt_name: string }[] }>(
  `select column_name, udt_name from information_schema.columns where table_schema = 'public' and table_name = 'withdrawal_requests'`,
)).rows;

const another = (type: string): unknown => ({ uuid: newId(), numeric: '17.00', int4: 2, timestamptz: new Date(0) })[type] ?? 'forged';

test.each(columns.filter(({ column_name }) => !MAY_CHANGE.includes(column_name) && !GENERATED.includes(column_name)).map(({ column_name, udt_name }) => [column_name, udt_name]))(
  'D34: %s of a withdrawal cannot change after it was submitted',
  async (column, type) => {
    expect(await refusalOf(one().update({ [column]: another(type) }))).toBe('IMMUTABLE');
  },
);

test.each(GENERATED)('D38: %s follows from amount and fees and cannot be written', async (column) => {
  expect(await refusalOf(one().update({ [column]: '1.00' }))).toBe('428C9');
});

test('D38: total fee and final amount are computed', async () => {
  expect(await one().first()).toMatchObject({ amount_usd: '50.00', network_fee_usd: '1.00', service_fee_usd: '0.50', total_fee_usd: '1.50', final_amount_usd: '48.50' });
});

test.each(columns.filter(({ column_name }) => !['admin_notes', 'updated_at', ...GENERATED].includes(column_name)).map(({ column_name, udt_name }) => [column_name, udt_name]))(
  '%s of a closed withdrawal cannot change',
  async (column, type) => {
    const value = column === 'status' ? 'approved' : column === 'requested_by_kind' ? 'user' : another(type);
    expect(await refusalOf(knex('withdrawal_requests').where({ id: paidWithdrawal.id }).update({ [column]: value }))).toMatch(/IMMUTABLE|ILLEGAL_TRANSITION/);
  },
);

test('D36: without an approval no raw SQL approves a withdrawal', async () => {
  expect(await refusalOf(one().update({ status: 'approved', approved_at: new Date() }))).toBe('MORE_APPROVALS_NEEDED');
});

test('an approval of another payload does not count', async () => {
  await knex('withdrawal_approvals').insert(approval({ payload_hash: 'f'.repeat(64), staff_id: 'bob' }));
  expect(await refusalOf(one().update({ status: 'approved', approved_at: new Date() }))).toBe('MORE_APPROVALS_NEEDED');
});

test('the same person approves once', async () => {
  const { id } = await newWithdrawal(desk, (await fundedUser(desk, '50.00')).id, '20.00');
  await knex('withdrawal_approvals').insert(approval({ withdrawal_request_id: id }));
  expect(await refusalOf(knex('withdrawal_approvals').insert(approval({ withdrawal_request_id: id })))).toBe('SAME_PERSON');
});

test('D36: who requested a withdrawal does not count as its approver', async () => {
  const user = await fundedUser(desk, '100.00');
  const row = {
    id: newId(), user_id: user.id, internal_withdrawal_id: 'WD_20260101000000_0123abcd', amount_usd: '20.00', currency_code: 'USDTBSC', wallet_address: EVM_ADDRESS, network_fee_usd: '1.00',
    service_fee_usd: '0.50', requested_by_kind: 'staff', requested_by_id: 'ada', payload_hash: 'forged',
  };
  const [{ payload_hash }] = (await knex('withdrawal_requests').insert(row).returning('payload_hash')) as [{ payload_hash: string }];
  expect(payload_hash).toMatch(/^[0-9a-f]{64}$/);
  await knex('withdrawal_approvals').insert(approval({ withdrawal_request_id: row.id, payload_hash }));
  expect(await refusalOf(knex('withdrawal_requests').where({ id: row.id }).update({ status: 'approved', approved_at: new Date() }))).toBe('MORE_APPROVALS_NEEDED');
});

test('D32: a request beyond what is available is refused, and holds exactly its amount otherwise', async () => {
  const user = await fundedUser(desk, '60.00');
  await newWithdrawal(desk, user.id, '50.00');
  expect(await balanceOf(knex, user.id)).toMatchObject({ balanceUsd: '60.00', heldUsd: '50.00' });
  expect(await refusalOf(newWithdrawal(desk, user.id, '10.01'))).toBe('INSUFFICIENT_FUNDS');
  await newWithdrawal(desk, user.id, '10.00');
  expect(await balanceOf(knex, user.id)).toMatchObject({ balanceUsd: '60.00', heldUsd: '60.00' });
});

test('D35: completed without a hash is refused', async () => {
  const { id, payloadHash } = await newWithdrawal(desk, (await fundedUser(desk, '50.00')).id, '20.00');
  await knex('withdrawal_approvals').insert(approval({ withdrawal_request_id: id, payload_hash: payloadHash }));
  await knex('withdrawal_requests').where({ id }).update({ status: 'approved', approved_at: new Date() });
  expect(await refusalOf(knex('withdrawal_requests').where({ id }).update({ status: 'completed', completed_at: new Date() }))).toBe('completed_has_a_hash');
});
