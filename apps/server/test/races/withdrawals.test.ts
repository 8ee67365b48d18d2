import { formatUsd } from '@paydesk/types';
import { expect, test } from 'vitest';
import { AuditEntry } from '../../src/models/AuditEntry.ts';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { anonymizeUser } from '../../src/users/anonymizeUser.ts';
import { cancelWithdrawal } from '../../src/withdrawals/cancelWithdrawal.ts';
import { createWithdrawal } from '../../src/withdrawals/createWithdrawal.ts';
import { rejectWithdrawal } from '../../src/withdrawals/rejectWithdrawal.ts';
import { returnToApproved } from '../../src/withdrawals/returnToApproved.ts';
import { startProcessing } from '../../src/withdrawals/startProcessing.ts';
import {
  EVM_ADDRESS,
  newHash,
  approve,
  balanceOf,
  complete,
  expectRunningSum,
  expectWholeBooks,
  fundedUser,
  newWithdrawal,
  tally,
  transactionsOf,
} from '../support/money.ts';
import { actors, offerCurrencies, secondDesk, testDesk } from '../support/testDesk.ts';

const one = await testDesk();
const two = await secondDesk(one);
await offerCurrencies(one);
const times = <T>(count: number, work: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => work(index));
const either = (index: number) => (index % 2 === 0 ? one : two);
const current = async (id: string) =>
  await WithdrawalRequest.query(one.knex).findById(id).withGraphFetched('approvals').throwIfNotFound();

async function approved(amountUsd = '50.00') {
  const user = await fundedUser(one, '100.00');
  const withdrawal = await newWithdrawal(one, user.id, amountUsd);
  await approve(one, actors.staff(), withdrawal.id);
  return { user, withdrawal };
}

test('of two staff approving at once, exactly one approval is recorded and one succeeds', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { id } = await newWithdrawal(one, (await fundedUser(one, '50.00')).id);
    const work = [approve(one, actors.staff('Ada'), id), approve(two, actors.staff('Bob'), id)];
    expect(await tally(work)).toEqual({ succeeded: 1, refused: { ILLEGAL_TRANSITION: 1 } });
    expect(await current(id)).toMatchObject({ status: 'approved', approvals: [expect.anything()] });
  }
});

test('a large withdrawal needs two: two staff at once both count, a third is too late', async () => {
  const { id } = await newWithdrawal(one, (await fundedUser(one, '2000.00')).id, '1500.00');
  const staff = [actors.staff('Ada'), actors.staff('Bob'), actors.staff('Cleo')];
  expect(await tally(staff.map((actor, index) => approve(either(index), actor, id)))).toEqual({
    succeeded: 2,
    refused: { ILLEGAL_TRANSITION: 1 },
  });
  expect((await current(id)).approvals).toHaveLength(2);
});

test('the same person cannot be both approvers, at any speed', async () => {
  const { id } = await newWithdrawal(one, (await fundedUser(one, '2000.00')).id, '1500.00');
  const ada = actors.staff('Ada');
  expect(await tally(times(8, (index) => approve(either(index), ada, id)))).toEqual({
    succeeded: 1,
    refused: { SAME_PERSON: 7 },
  });
  expect(await current(id)).toMatchObject({ status: 'pending', approvals: [expect.anything()] });
});

test('approve, cancel and reject at once: one final status, and one audit row for each success', async () => {
  for (let round = 0; round < 8; round += 1) {
    const user = await fundedUser(one, '50.00');
    const { id } = await newWithdrawal(one, user.id);
    const { succeeded } = await tally([
      approve(one, actors.staff('Ada'), id),
      cancelWithdrawal(two, actors.service(), id),
      rejectWithdrawal(two, actors.staff('Bob'), id, 'not now'),
    ]);
    const { status } = await current(id);
    // An approved request may still be cancelled or rejected; a closed one may not.
    expect(status === 'approved' ? [1] : [1, 2]).toContain(succeeded);
    expect(['approved', 'cancelled', 'rejected']).toContain(status);
    expect(
      await AuditEntry.query(one.knex)
        .where({ subjectId: id })
        .whereNot({ action: 'withdrawals.create' })
        .resultSize(),
    ).toBe(succeeded);
    expect(await balanceOf(one.knex, user.id)).toMatchObject({
      heldUsd: status === 'approved' ? '50.00' : '0.00',
      balanceUsd: '50.00',
    });
  }
});

test('completing twice at once posts one withdrawal and one fee', async () => {
  for (let round = 0; round < 5; round += 1) {
    const { user, withdrawal } = await approved();
    const transactionHash = newHash();
    const work = times(4, (index) =>
      complete(either(index), actors.staff(), withdrawal.id, { transactionHash }),
    );
    expect(await tally(work)).toEqual({ succeeded: 1, refused: { ILLEGAL_TRANSITION: 3 } });
    expect(
      (await transactionsOf(one.knex, user.id)).map((row) => [row.transactionType, row.amountUsd]),
    ).toEqual([
      ['adjustment', '100.00'],
      ['withdrawal', '-48.50'],
      ['fee', '-1.50'],
    ]);
    expect(await balanceOf(one.knex, user.id)).toMatchObject({
      balanceUsd: '50.00',
      heldUsd: '0.00',
      totalWithdrawn: '48.50',
    });
  }
});

test('complete, cancel, reject and start of an approved request at once: at most one closes it', async () => {
  for (let round = 0; round < 6; round += 1) {
    const {
      user,
      withdrawal: { id },
    } = await approved();
    await tally([
      startProcessing(one, actors.staff(), id),
      complete(two, actors.staff(), id, { transactionHash: newHash() }),
      cancelWithdrawal(one, actors.service(), id),
      rejectWithdrawal(two, actors.staff(), id, 'no'),
      returnToApproved(one, actors.staff(), id, 'failed'),
    ]);
    const { status } = await current(id);
    const paid = status === 'completed';
    const open = status === 'approved' || status === 'processing';
    expect(await balanceOf(one.knex, user.id)).toMatchObject({
      balanceUsd: paid ? '50.00' : '100.00',
      heldUsd: open ? '50.00' : '0.00',
    });
    expect(await transactionsOf(one.knex, user.id)).toHaveLength(paid ? 3 : 1);
  }
});

test('D32: of 50 withdrawals at once on one balance exactly those succeed that it covers', async () => {
  const user = await fundedUser(one, '100.00');
  expect(await tally(times(50, (index) => newWithdrawal(either(index), user.id, '20.00')))).toEqual({
    succeeded: 5,
    refused: { INSUFFICIENT_FUNDS: 45 },
  });
  expect(await balanceOf(one.knex, user.id)).toMatchObject({ balanceUsd: '100.00', heldUsd: '100.00' });
});

test('concurrent charges and withdrawals never use the same money', async () => {
  const user = await fundedUser(one, '100.00');
  const { refused } = await tally([
    ...times(20, (index) =>
      chargeUser(either(index), actors.service(), { userId: user.id, amountUsd: '10.00' }),
    ),
    ...times(20, (index) => newWithdrawal(either(index), user.id, '10.00')),
  ]);
  expect(refused).toEqual({ INSUFFICIENT_FUNDS: 30 });
  const balance = await balanceOf(one.knex, user.id);
  // Zero is '0' until the first hold.
  expect(formatUsd(balance.heldUsd)).toBe(formatUsd(balance.balanceUsd));
  await expectRunningSum(one.knex, user.id);
});

test('the same idempotency key 20 times at once requests one withdrawal', async () => {
  const user = await fundedUser(one, '500.00');
  const input = {
    userId: user.id,
    amountUsd: '20.00',
    currencyCode: 'USDTBSC',
    walletAddress: EVM_ADDRESS,
    idempotencyKey: `wd-${user.id}`,
  };
  const shop = actors.service();
  const results = await Promise.all(times(20, (index) => createWithdrawal(either(index), shop, input)));
  expect(new Set(results.map((row) => row.id)).size).toBe(1);
  expect(await balanceOf(one.knex, user.id)).toMatchObject({ heldUsd: '20.00' });
});

test('an anonymised user has no open withdrawal, even when both are requested at once', async () => {
  for (let round = 0; round < 12; round += 1) {
    const user = await fundedUser(one, '100.00');
    const { succeeded } = await tally([
      anonymizeUser(one, actors.staff(), user.id),
      ...times(3, (index) => newWithdrawal(either(index), user.id, '20.00')),
    ]);
    const gone = (await one.knex('users').where({ id: user.id }).first('anonymized_at')) as {
      anonymized_at: Date | null;
    };
    const open = await WithdrawalRequest.query(one.knex)
      .where({ userId: user.id, status: 'pending' })
      .resultSize();
    expect(gone.anonymized_at === null || open === 0).toBe(true);
    expect(succeeded).toBeGreaterThan(0);
  }
});

test('after all races the books agree', async () => await expectWholeBooks(one));
