import { Decimal, sentAmountDeviation } from '@paydesk/types';
import { expect, test } from 'vitest';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { governedDesk, reasonOf, requestOf, statusOf } from '../governance/governedDesk.ts';
import { approve, complete, fundedUser, newHash, newWithdrawal, refusalOf } from '../support/money.ts';
import { actors, offerCurrencies, secondDesk } from '../support/testDesk.ts';

const { desk, knex, insider } = await governedDesk();
await offerCurrencies(desk);
const two = await secondDesk(desk);
const [bob, cleo, oscar] = [await insider('approver'), await insider('approver'), await insider('operator')];
const user = await fundedUser(desk, '5000.00');

/** Approved by somebody else, at a rate. */
async function approved(): Promise<WithdrawalRequest & { cryptoAmount: string }> {
  const { id } = await newWithdrawal(desk, user.id, '50.00');
  const withdrawal = await approve(desk, actors.staff('Ada'), id);
  if (withdrawal.cryptoAmount === null) throw new Error('no rate was fixed');
  return withdrawal as WithdrawalRequest & { cryptoAmount: string };
}
const times = (amount: string, factor: string) =>
  new Decimal(amount).times(factor).toDecimalPlaces(8).toFixed();
const current = async (id: string) => await WithdrawalRequest.query(knex).findById(id).throwIfNotFound();

test('an amount within 2 % is recorded by one person', async () => {
  for (const factor of ['0.9801', '1', '1.0199']) {
    const { id, cryptoAmount } = await approved();
    const sent = { id, transactionHash: newHash(), cryptoAmount: times(cryptoAmount, factor) };
    expect(reasonOf(await bob.does('withdrawals.complete', sent))).toBe('OK');
    expect(await current(id)).toMatchObject({ status: 'completed', cryptoAmount: sent.cryptoAmount });
  }
});

test('an amount further away needs a reason and another person, who agrees to exactly this', async () => {
  const { id, cryptoAmount } = await approved();
  const sent = { id, transactionHash: newHash(), cryptoAmount: times(cryptoAmount, '0.9799') };
  const { error } = await bob.does('withdrawals.complete', sent);
  expect(error?.data).toMatchObject({ reason: 'AMOUNT_DEVIATES', details: { percent: '-2.01' } });
  const request = requestOf(
    await bob.does('withdrawals.complete', { ...sent, note: 'the wallet took a fee' }),
  );
  expect(await current(id)).toMatchObject({ status: 'approved', transactionHash: null });
  expect(reasonOf(await bob.does('changeRequests.approve', { id: request }))).not.toBe('OK');
  expect(reasonOf(await oscar.does('changeRequests.approve', { id: request }))).toBe('PERMISSION_DENIED');
  expect(reasonOf(await cleo.does('changeRequests.approve', { id: request }))).toBe('OK');
  expect(await statusOf(desk, request)).toBe('applied');
  expect(await current(id)).toMatchObject({
    status: 'completed',
    cryptoAmount: sent.cryptoAmount,
    completedById: bob.id,
    completionStepUp: { kind: 'totp', staffId: bob.id },
  });
  const notes = await knex('notes').where({ withdrawal_request_id: id, action: 'withdrawals.complete' });
  expect(notes).toMatchObject([{ text: 'the wallet took a fee', author_id: bob.id }]);
});

test('no code path records such an amount without the other person: PostgreSQL refuses at the commit', async () => {
  const { id, cryptoAmount } = await approved();
  const sent = { transactionHash: newHash(), cryptoAmount: times(cryptoAmount, '1.03'), note: 'trust me' };
  expect(await refusalOf(complete(desk, actors.staff('Bob'), id, sent))).toBe('AMOUNT_DEVIATES');
  // A request that waits, or is about another amount or transaction, is not enough.
  const request = requestOf(await bob.does('withdrawals.complete', { id, ...sent }));
  const maker = { kind: 'staff' as const, id: bob.id, name: 'Bob' };
  expect(await refusalOf(complete(desk, maker, id, sent))).toBe('AMOUNT_DEVIATES');
  await cleo.does('changeRequests.approve', { id: request });
  expect(await statusOf(desk, request)).toBe('applied');
});

test('what the other person agreed to does not cover another amount or transaction', async () => {
  const { id, cryptoAmount } = await approved();
  const sent = {
    id,
    transactionHash: newHash(),
    cryptoAmount: times(cryptoAmount, '1.5'),
    note: 'a mistake',
  };
  const request = requestOf(await bob.does('withdrawals.complete', sent));
  await knex.raw('alter table change_requests disable trigger change_requests_guard');
  await knex('change_requests')
    .where({ id: request })
    .update({ status: 'applied', applied_at: new Date(), closed_at: new Date() });
  await knex.raw('alter table change_requests enable always trigger change_requests_guard');
  const maker = { kind: 'staff' as const, id: bob.id, name: 'Bob' };
  // It has no approval.
  expect(await refusalOf(complete(desk, maker, id, sent))).toBe('AMOUNT_DEVIATES');
});

test('without a fixed amount to compare with, the sent amount needs a reason and another person', async () => {
  const { id } = await newWithdrawal(desk, user.id, '50.00');
  await desk.simulator.setFaults({ http: '500', count: 100 });
  await approve(desk, actors.staff('Ada'), id);
  await desk.simulator.setFaults({ http: null });
  const sent = { id, transactionHash: newHash(), cryptoAmount: '48.5' };
  const { error } = await bob.does('withdrawals.complete', sent);
  expect(error?.data).toMatchObject({ reason: 'AMOUNT_DEVIATES', details: { percent: null } });
  requestOf(await bob.does('withdrawals.complete', { ...sent, note: 'no rate that day' }));
});

test('the same rule in code: nothing to compare with is large, two percent exactly is not', () => {
  expect([
    sentAmountDeviation('100', undefined),
    sentAmountDeviation('100', '102'),
    sentAmountDeviation('100', '102.000001'),
    sentAmountDeviation('100', '97.9'),
    sentAmountDeviation(null, '1'),
    sentAmountDeviation('0', '1'),
  ]).toEqual([
    { percent: '0.00', isLarge: false },
    { percent: '2.00', isLarge: false },
    { percent: '2.00', isLarge: true },
    { percent: '-2.10', isLarge: true },
    { percent: null, isLarge: true },
    { percent: null, isLarge: true },
  ]);
});

test('a transaction pays one withdrawal, however its hash is spelled, and staff see which', async () => {
  const hash = newHash();
  const [first, second] = [await approved(), await approved()];
  expect(reasonOf(await bob.does('withdrawals.complete', { id: first.id, transactionHash: hash }))).toBe(
    'OK',
  );
  for (const transactionHash of [hash, `0x${hash.slice(2).toUpperCase()}`]) {
    const { error } = await bob.does('withdrawals.complete', { id: second.id, transactionHash });
    expect(error?.data).toMatchObject({
      reason: 'TRANSACTION_HASH_USED',
      details: { withdrawalId: first.id, internalWithdrawalId: first.internalWithdrawalId },
    });
    expect(error?.message).toContain(first.internalWithdrawalId);
  }
  expect(await current(second.id)).toMatchObject({ status: 'approved', transactionHash: null });
  // Without the command PostgreSQL refuses it too.
  const inSql = knex('withdrawal_requests').where({ id: second.id });
  expect(await refusalOf(inSql.update({ transaction_hash: hash.slice(2) }))).toBe('TRANSACTION_HASH_USED');
});

test('of two withdrawals that are completed at once with one transaction, one is', async () => {
  for (let round = 0; round < 5; round += 1) {
    const transactionHash = newHash();
    const [first, second] = [await approved(), await approved()];
    const work = [
      complete(desk, actors.staff('Bob'), first.id, { transactionHash }),
      complete(two, actors.staff('Dan'), second.id, { transactionHash }),
    ];
    const done = await Promise.allSettled(work);
    expect(done.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [refused] = done.filter((one) => one.status === 'rejected');
    expect(refused?.reason).toMatchObject({ reason: 'TRANSACTION_HASH_USED' });
  }
});

test.each([
  ['ton', 'q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s=', 'ab'.repeat(32)],
  ['ton', 'q6urq6urq6urq6urq6urq6urq6urq6urq6urq6urq6s', 'AB'.repeat(32)],
  ['btc', 'AB'.repeat(32), 'ab'.repeat(32)],
  ['strk', `0x00${'ab'.repeat(31)}`, `0x${'ab'.repeat(31)}`],
  ['hbar', '0.0.123@1700000000.123456789', '0.0.123-1700000000-123456789'],
])('on %s %s and %s are one transaction', async (network, one, other) => {
  const { rows } = await knex.raw<{ rows: { same: boolean }[] }>(
    'select transaction_hash_key(?, ?) = transaction_hash_key(?, ?) as same',
    [network, one, network, other],
  );
  expect(rows).toEqual([{ same: true }]);
});

test('hashes in which case counts stay apart', async () => {
  const { rows } = await knex.raw<{ rows: { same: boolean }[] }>(
    `select transaction_hash_key('sol', ?) = transaction_hash_key('sol', ?) as same`,
    ['5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnb', '5verv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnb'],
  );
  expect(rows).toEqual([{ same: false }]);
});
