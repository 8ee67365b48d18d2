import { expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { behindTheTriggers } from '../support/behindTheTriggers.ts';
import { fullDesk } from '../support/fullDesk.ts';
import {
  ADA_ID,
  approveInSql,
  balanceOf,
  BOB_ID,
  EVM_ADDRESS,
  EVM_HASH,
  fundedUser,
  newWithdrawal,
  refusalOf,
} from '../support/money.ts';

const { desk, knex, withdrawal, paidWithdrawal } = await fullDesk();
const one = () => knex('withdrawal_requests').where({ id: withdrawal.id });
const approval = (changes: object = {}) => ({
  id: newId(),
  withdrawal_request_id: withdrawal.id,
  staff_id: ADA_ID,
  staff_name: 'Ada',
  payload_hash: withdrawal.payloadHash,
  ...changes,
});

/** Columns that may change on an open request; the others are what was requested, and by whom. */
const MAY_CHANGE = [
  'status',
  'admin_notes',
  'transaction_hash',
  'approved_at',
  'processing_at',
  'rejected_at',
  'cancelled_at',
  'completed_at',
  'status_changed_at',
  'updated_at',
  'required_approvals',
];
const GENERATED = ['total_fee_usd', 'final_amount_usd', 'is_intact', 'address_key'];

const columns = (
  await knex.raw<{ rows: { column_name: string; udt_name: string }[] }>(
    `select column_name, udt_name from information_schema.columns where table_schema = 'public' and table_name = 'withdrawal_requests'`,
  )
).rows;

const another = (type: string): unknown =>
  ({ uuid: newId(), numeric: '17.00', int4: 0, timestamptz: new Date(0), jsonb: '{"forged": true}' })[type] ??
  'forged';

test.each(
  columns
    .filter(({ column_name }) => !MAY_CHANGE.includes(column_name) && !GENERATED.includes(column_name))
    .map(({ column_name, udt_name }) => [column_name, udt_name]),
)('D34: %s of a withdrawal cannot change after it was submitted', async (column, type) => {
  expect(await refusalOf(one().update({ [column]: another(type) }))).toBe('IMMUTABLE');
});

test.each(GENERATED)('D38: %s follows from amount and fees and cannot be written', async (column) => {
  expect(await refusalOf(one().update({ [column]: column === 'is_intact' ? true : '1.00' }))).toBe('428C9');
});

test('D38: total fee and final amount are computed', async () => {
  expect(await one().first()).toMatchObject({
    amount_usd: '50.00',
    network_fee_usd: '1.00',
    service_fee_usd: '0.50',
    total_fee_usd: '1.50',
    final_amount_usd: '48.50',
  });
});

test.each(
  columns
    .filter(({ column_name }) => !['admin_notes', 'updated_at', ...GENERATED].includes(column_name))
    .map(({ column_name, udt_name }) => [column_name, udt_name]),
)('%s of a closed withdrawal cannot change', async (column, type) => {
  const value = column === 'status' ? 'approved' : column === 'requested_by_kind' ? 'user' : another(type);
  expect(
    await refusalOf(
      knex('withdrawal_requests')
        .where({ id: paidWithdrawal.id })
        .update({ [column]: value }),
    ),
  ).toMatch(/IMMUTABLE|ILLEGAL_TRANSITION/);
});

test('D36: without an approval no raw SQL approves a withdrawal', async () => {
  expect(await refusalOf(one().update({ status: 'approved', approved_at: new Date() }))).toBe(
    'MORE_APPROVALS_NEEDED',
  );
});

test('an approval of another payload is refused, and one inserted past the trigger does not count', async () => {
  const other = approval({ payload_hash: 'f'.repeat(64), staff_id: BOB_ID });
  expect(await refusalOf(approveInSql(knex, other))).toBe('PAYLOAD_CHANGED');
  await behindTheTriggers(knex, async (trx) => await trx('withdrawal_approvals').insert(other));
  expect(await refusalOf(one().update({ status: 'approved', approved_at: new Date() }))).toBe(
    'MORE_APPROVALS_NEEDED',
  );
});

test('the same person approves once', async () => {
  const { id, payloadHash } = await newWithdrawal(desk, (await fundedUser(desk, '50.00')).id, '20.00');
  const mine = () => approval({ withdrawal_request_id: id, payload_hash: payloadHash });
  await approveInSql(knex, mine());
  expect(await refusalOf(approveInSql(knex, mine()))).toBe('SAME_PERSON');
});

test('a request that is not pending accepts no approval', async () => {
  expect(
    await refusalOf(
      approveInSql(
        knex,
        approval({ withdrawal_request_id: paidWithdrawal.id, payload_hash: paidWithdrawal.payloadHash }),
      ),
    ),
  ).toBe('ILLEGAL_TRANSITION');
});

test('the required approvals may grow while a request waits, and never shrink', async () => {
  const { id } = await newWithdrawal(desk, (await fundedUser(desk, '50.00')).id, '20.00');
  const require = (count: number) =>
    knex('withdrawal_requests').where({ id }).update({ required_approvals: count });
  await require(3);
  expect(await refusalOf(require(2))).toBe('IMMUTABLE');
});

test('a payload that was changed past the triggers is detected: it cannot be approved, sent or completed', async () => {
  const { id, payloadHash } = await newWithdrawal(desk, (await fundedUser(desk, '50.00')).id, '20.00');
  await approveInSql(knex, approval({ withdrawal_request_id: id, payload_hash: payloadHash }));
  await behindTheTriggers(
    knex,
    async (trx) =>
      await trx('withdrawal_requests')
        .where({ id })
        .update({ wallet_address: '0x000000000000000000000000000000000000dEaD' }),
  );
  expect(await knex('withdrawal_requests').where({ id }).first('is_intact')).toEqual({ is_intact: false });
  expect(
    await refusalOf(
      approveInSql(
        knex,
        approval({ withdrawal_request_id: id, payload_hash: payloadHash, staff_id: BOB_ID }),
      ),
    ),
  ).toBe('PAYLOAD_CHANGED');
  expect(
    await refusalOf(
      knex('withdrawal_requests').where({ id }).update({ status: 'approved', approved_at: new Date() }),
    ),
  ).toBe('PAYLOAD_CHANGED');
});

test('D36: the requester of a withdrawal does not count as its approver', async () => {
  const user = await fundedUser(desk, '100.00');
  const row = {
    id: newId(),
    user_id: user.id,
    internal_withdrawal_id: 'WD_20260101000000_0123abcd',
    amount_usd: '20.00',
    currency_code: 'USDTBSC',
    wallet_address: EVM_ADDRESS,
    network_fee_usd: '1.00',
    service_fee_usd: '0.50',
    requested_by_kind: 'staff',
    requested_by_id: ADA_ID,
    payload_hash: 'forged',
  };
  const [{ payload_hash }] = (await knex('withdrawal_requests').insert(row).returning('payload_hash')) as [
    { payload_hash: string },
  ];
  expect(payload_hash).toMatch(/^[0-9a-f]{64}$/);
  await approveInSql(knex, approval({ withdrawal_request_id: row.id, payload_hash }));
  expect(
    await refusalOf(
      knex('withdrawal_requests')
        .where({ id: row.id })
        .update({ status: 'approved', approved_at: new Date() }),
    ),
  ).toBe('MORE_APPROVALS_NEEDED');
});

test('D32: a request above the available balance is refused; any other holds exactly its amount', async () => {
  const user = await fundedUser(desk, '60.00');
  await newWithdrawal(desk, user.id, '50.00');
  expect(await balanceOf(knex, user.id)).toMatchObject({ balanceUsd: '60.00', heldUsd: '50.00' });
  expect(await refusalOf(newWithdrawal(desk, user.id, '10.01'))).toBe('INSUFFICIENT_FUNDS');
  await newWithdrawal(desk, user.id, '10.00');
  expect(await balanceOf(knex, user.id)).toMatchObject({ balanceUsd: '60.00', heldUsd: '60.00' });
});

/** An approved request and a way to write to it. */
async function approved(rate: object = {}) {
  const { id, payloadHash } = await newWithdrawal(desk, (await fundedUser(desk, '50.00')).id, '20.00');
  await approveInSql(knex, approval({ withdrawal_request_id: id, payload_hash: payloadHash }));
  await knex('withdrawal_requests')
    .where({ id })
    .update({ status: 'approved', approved_at: new Date(), ...rate });
  return (changes: object) => knex('withdrawal_requests').where({ id }).update(changes);
}
const by = (action: 'started' | 'completed', id: string | null, kind = 'staff') => ({
  [`${action}_by_kind`]: kind,
  [`${action}_by_id`]: id,
  [`${action}_by_name`]: id,
});

test('D35: completed without a hash is refused', async () => {
  const write = await approved();
  expect(
    await refusalOf(write({ status: 'completed', completed_at: new Date(), ...by('completed', BOB_ID) })),
  ).toBe('completed_has_a_hash');
});

test.each(['started', 'completed'] as const)(
  'a withdrawal cannot be recorded as %s by an approver, by an app or by no one',
  async (action) => {
    const write = await approved();
    const move = (actor: object) =>
      write({
        status: action === 'started' ? 'processing' : 'completed',
        transaction_hash: EVM_HASH,
        completed_at: new Date(),
        ...actor,
      });
    expect(await refusalOf(move(by(action, ADA_ID)))).toBe('SAME_PERSON');
    expect(await refusalOf(move(by(action, 'shop', 'service')))).toBe('STAFF_ONLY');
    expect(await refusalOf(move({}))).toBe('STAFF_ONLY');
  },
);

test('the crypto amount is set at approval, may be refreshed until sending starts, and not after', async () => {
  const rate = (cryptoAmount: string) => ({
    crypto_amount: cryptoAmount,
    rate_fixed_at: new Date(),
    rate_expires_at: new Date(Date.now() + 900_000),
  });
  const write = await approved(rate('18.5'));
  await write(rate('18.6'));
  await write({ status: 'processing', processing_at: new Date(), ...by('started', BOB_ID) });
  expect(await refusalOf(write({ crypto_amount: '1' }))).toBe('IMMUTABLE');
  expect(await refusalOf(write({ rate_expires_at: new Date(Date.now() + 9_000_000) }))).toBe('IMMUTABLE');
  expect(await refusalOf(write(by('started', 'cleo')))).toBe('IMMUTABLE');
});
