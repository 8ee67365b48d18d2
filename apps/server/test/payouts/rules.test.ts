import { PAYOUT_STATUSES, PAYOUT_TRANSITIONS } from '@paydesk/types';
import { expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { Payout } from '../../src/models/Payout.ts';
import { runPayoutStep } from '../../src/withdrawals/payouts/runPayoutStep.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import { enrolTotp, hire } from '../stepUp/people.ts';
import { BOB_ID, newHash, refusalOf } from '../support/money.ts';
import { actors, employ } from '../support/testDesk.ts';
import { approvedWithdrawal, orderedPayout, payoutDesk, payoutOf, settle } from './payoutDesk.ts';

const desk = await payoutDesk();
const { knex } = desk;

/** A withdrawal that is being paid out by hand, and a row that would order its payout as well. */
async function processing() {
  const bob = { ...actors.staff('Bob'), id: BOB_ID };
  await employ(knex, bob);
  const withdrawal = await startProcessing(desk, bob, (await approvedWithdrawal(desk)).id);
  const row = (changes: object = {}) => {
    const id = newId();
    return {
      id,
      external_id: id,
      withdrawal_request_id: withdrawal.id,
      currency_code: withdrawal.currencyCode,
      address: withdrawal.walletAddress,
      extra_id: withdrawal.extraId,
      crypto_amount: withdrawal.cryptoAmount,
      payload_hash: withdrawal.payloadHash,
      ordered_by_kind: 'staff',
      ordered_by_id: BOB_ID,
      ...changes,
    };
  };
  return { withdrawal, row };
}
const insert = async (row: object) => await knex('payouts').insert(row);
const one = (id: string) => knex('payouts').where({ id });

test('the database has the same table of payout transitions as the types package', async () => {
  const cells = PAYOUT_STATUSES.flatMap((from) => PAYOUT_STATUSES.map((to) => ({ from, to })));
  for (const { from, to } of cells) {
    const { rows } = await knex.raw<{ rows: { can: boolean }[] }>('select payout_can_move(?, ?) as can', [
      from,
      to,
    ]);
    expect([from, to, rows[0]?.can]).toEqual([from, to, PAYOUT_TRANSITIONS[from].includes(to)]);
  }
});

test('a payout belongs to a withdrawal in processing, and is for exactly what was approved', async () => {
  const { row } = await processing();
  expect(await refusalOf(insert(row({ crypto_amount: '48.6' })))).toBe('PAYLOAD_CHANGED');
  expect(await refusalOf(insert(row({ payload_hash: 'f'.repeat(64) })))).toBe('PAYLOAD_CHANGED');
  expect(await refusalOf(insert(row({ address: `0x${'1'.repeat(40)}` })))).toBe('PAYLOAD_CHANGED');
  expect(await refusalOf(insert(row({ currency_code: 'BTC' })))).toBe('PAYLOAD_CHANGED');
  expect(await refusalOf(insert(row({ extra_id: '7' })))).toBe('PAYLOAD_CHANGED');
  const approved = await approvedWithdrawal(desk);
  expect(
    await refusalOf(insert(row({ withdrawal_request_id: approved.id, payload_hash: approved.payloadHash }))),
  ).toBe('ILLEGAL_TRANSITION');
  await insert(row());
});

test('at most one payout of a withdrawal has not failed', async () => {
  const { row } = await processing();
  const first = row();
  await insert(first);
  expect(await refusalOf(insert(row()))).toBe('PAYOUT_IN_FLIGHT');
  await one(first.id).update({ status: 'failed' });
  await insert(row());
});

test('a payout starts as ordered, with its own id as external id', async () => {
  const { row } = await processing();
  expect(
    await refusalOf(insert(row({ status: 'sent', provider_payout_id: '1', provider_batch_id: '2' }))),
  ).toBe('ILLEGAL_TRANSITION');
  expect(await refusalOf(insert(row({ attempts: 1 })))).toBe('ILLEGAL_TRANSITION');
  expect(await refusalOf(insert(row({ external_id: newId() })))).toBe('payout_key_is_its_id');
  expect(await refusalOf(insert(row({ ordered_by_kind: 'service' })))).toMatch(/ordered_by_kind/);
  expect(await refusalOf(insert(row({ crypto_amount: '0' })))).toMatch(/PAYLOAD_CHANGED|crypto_amount/);
});

test.each([
  'withdrawal_request_id',
  'external_id',
  'currency_code',
  'address',
  'extra_id',
  'crypto_amount',
  'payload_hash',
  'ordered_by_id',
  'ordered_by_name',
  'step_up_kind',
  'created_at',
])('%s of a payout cannot change', async (column) => {
  const { payout } = await orderedPayout(desk);
  const other: Record<string, unknown> = {
    withdrawal_request_id: (await approvedWithdrawal(desk)).id,
    external_id: newId(),
    crypto_amount: '1',
    created_at: new Date(0),
    step_up_kind: 'totp',
    currency_code: 'BTC',
  };
  expect(await refusalOf(one(payout.id).update({ [column]: other[column] ?? 'another' }))).toBe('IMMUTABLE');
});

test('the provider’s ids cannot change once they are set', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await runPayoutStep(desk);
  expect(await refusalOf(one(payout.id).update({ provider_batch_id: '7', provider_payout_id: '8' }))).toBe(
    'IMMUTABLE',
  );
  expect(await refusalOf(one(payout.id).update({ provider_batch_id: null, provider_payout_id: null }))).toBe(
    'IMMUTABLE',
  );
  expect(await refusalOf(one(payout.id).update({ status: 'ordered' }))).toBe('PAYOUT_IN_FLIGHT');
  const another = await orderedPayout(desk);
  const { providerPayoutId, providerBatchId } = await payoutOf(desk, withdrawal.id);
  expect(
    await refusalOf(
      one(another.payout.id).update({
        provider_payout_id: providerPayoutId,
        provider_batch_id: providerBatchId,
        status: 'unknown',
      }),
    ),
  ).toMatch(/provider_payout_id|provider_batch_id/);
});

test('a create call starts only with the change from ordered to unknown, one at a time, for what is still approved', async () => {
  const { payout } = await orderedPayout(desk);
  const attempt = { attempts: 1, attempted_at: new Date() };
  expect(await refusalOf(one(payout.id).update({ status: 'unknown' }))).toBe('payout_was_attempted');
  expect(await refusalOf(one(payout.id).update(attempt))).toBe('ILLEGAL_TRANSITION');
  expect(await refusalOf(one(payout.id).update({ status: 'unknown', ...attempt, attempts: 2 }))).toBe(
    'ILLEGAL_TRANSITION',
  );
  await one(payout.id).update({ status: 'unknown', ...attempt });
  expect(await refusalOf(one(payout.id).update({ attempts: 2 }))).toBe('ILLEGAL_TRANSITION');
  expect(await refusalOf(one(payout.id).update({ attempts: 0 }))).toBe('IMMUTABLE');
});

test('a confirmation starts only for a payout with an unknown outcome that the provider has, and no two share a code', async () => {
  const { payout } = await orderedPayout(desk);
  const confirmation = { verify_attempts: 1, verify_step: '1' };
  expect(await refusalOf(one(payout.id).update(confirmation))).toBe('ILLEGAL_TRANSITION');
  await one(payout.id).update({ status: 'unknown', attempts: 1, attempted_at: new Date() });
  expect(await refusalOf(one(payout.id).update(confirmation))).toBe('payout_confirmed_is_known');
  await one(payout.id).update({ provider_batch_id: '11', provider_payout_id: '12' });
  expect(await refusalOf(one(payout.id).update({ verify_attempts: 2, verify_step: '1' }))).toBe(
    'ILLEGAL_TRANSITION',
  );
  await one(payout.id).update(confirmation);
  const other = await orderedPayout(desk);
  await one(other.payout.id).update({
    status: 'unknown',
    attempts: 1,
    attempted_at: new Date(),
    provider_batch_id: '21',
    provider_payout_id: '22',
  });
  expect(await refusalOf(one(other.payout.id).update(confirmation))).toBe('payouts_one_code_each');
  await one(other.payout.id).update({ status: 'failed' });
  expect(await refusalOf(one(other.payout.id).update({ verify_attempts: 1, verify_step: '2' }))).toBe(
    'ILLEGAL_TRANSITION',
  );
});

test('a row that was changed past the triggers is neither sent nor confirmed', async () => {
  const sent = await orderedPayout(desk);
  await knex.raw('alter table payouts disable trigger payouts_guard');
  await one(sent.payout.id).update({ address: `0x${'1'.repeat(40)}` });
  await knex.raw('alter table payouts enable always trigger payouts_guard');
  expect(
    await refusalOf(one(sent.payout.id).update({ status: 'unknown', attempts: 1, attempted_at: new Date() })),
  ).toBe('PAYLOAD_CHANGED');
  await runPayoutStep(desk);
  expect(await payoutOf(desk, sent.withdrawal.id)).toMatchObject({
    status: 'failed',
    attempts: 0,
    message: expect.stringContaining('outside the desk') as string,
  });

  const tampered = await orderedPayout(desk);
  await runPayoutStep(desk);
  await knex.raw('alter table withdrawal_requests disable trigger user');
  await knex('withdrawal_requests')
    .where({ id: tampered.withdrawal.id })
    .update({ wallet_address: `0x${'1'.repeat(40)}` });
  await knex.raw('alter table withdrawal_requests enable trigger user');
  // "enable trigger" restores them as ordinary triggers: enough for the rest of this file's own database.
  await runPayoutStep(desk);
  expect(await payoutOf(desk, tampered.withdrawal.id)).toMatchObject({
    status: 'failed',
    verifyAttempts: 0,
    message: expect.stringContaining('Not confirmed') as string,
  });
  expect(desk.simulator.state().payoutTally.byExternalId[tampered.payout.externalId]).toMatchObject({
    created: 1,
    confirmed: 0,
  });
});

test('a withdrawal does not leave processing while its payout is in flight', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  const row = () => knex('withdrawal_requests').where({ id: withdrawal.id });
  expect(await refusalOf(row().update({ status: 'approved' }))).toBe('PAYOUT_IN_FLIGHT');
  expect(
    await refusalOf(
      row().update({
        status: 'completed',
        completed_at: new Date(),
        transaction_hash: '0x1',
        completed_by_kind: 'staff',
        completed_by_id: 'cleo',
      }),
    ),
  ).toBe('PAYOUT_IN_FLIGHT');
  await one(payout.id).update({ status: 'failed' });
  await row().update({ status: 'approved' });
});

test('a payment by hand after a failed payout needs evidence of its own', async () => {
  const { withdrawal, payout } = await orderedPayout(desk);
  await one(payout.id).update({ status: 'failed' });
  const { id } = await hire(desk);
  await enrolTotp(desk, id);
  const completed = knex('withdrawal_requests').where({ id: withdrawal.id }).update({
    status: 'completed',
    completed_at: new Date(),
    transaction_hash: newHash(),
    completed_by_kind: 'staff',
    completed_by_id: id,
    completed_by_name: 'Cleo',
  });
  expect(await refusalOf(completed)).toBe('SECOND_FACTOR_REQUIRED');
});

test('a payout is permanent', async () => {
  const { payout } = await orderedPayout(desk);
  expect(await refusalOf(one(payout.id).delete())).toBe('IMMUTABLE');
  expect(await refusalOf(knex.raw('truncate payouts'))).toBe('IMMUTABLE');
  const ended = await settle(desk, payout.id);
  expect(await refusalOf(one(payout.id).update({ status: 'failed' }))).toBe('ILLEGAL_TRANSITION');
  expect(await Payout.query(knex).findById(ended.id)).toMatchObject({ status: 'finished' });
});
