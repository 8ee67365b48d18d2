import { expect, test } from 'vitest';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { addressHistory } from '../../src/withdrawals/addressHistory.ts';
import { createWithdrawal } from '../../src/withdrawals/createWithdrawal.ts';
import { approve, complete, fundedUser, refusalOf } from '../support/money.ts';
import { actors, offerCurrencies, testDesk } from '../support/testDesk.ts';

const desk = await testDesk();
await offerCurrencies(desk, ['TON']);
const [UQ, EQ, RAW] = [
  'UQCAmHphqZEO53zieo8gARsEyiHqCzOxjJU4XQCIuZ2yi3U0',
  'EQCAmHphqZEO53zieo8gARsEyiHqCzOxjJU4XQCIuZ2yiyjx',
  '0:80987a61a9910ee77ce27a8f20011b04ca21ea0b33b18c95385d0088b99db28b',
];

const request = async (userId: string, walletAddress: string, addressConfirmation?: string) =>
  await createWithdrawal(desk, actors.staff(), {
    userId,
    amountUsd: '20.00',
    currencyCode: 'TON',
    walletAddress,
    addressConfirmation,
  });

test('three spellings of one TON account are stored as one, and are known to each other', async () => {
  const [user, other] = [await fundedUser(desk, '200.00'), await fundedUser(desk, '200.00')];
  const first = await request(user.id, EQ);
  await approve(desk, actors.staff('Ada'), first.id);
  const { status } = await complete(desk, actors.staff('Bob'), first.id, {
    transactionHash: 'ab'.repeat(32),
  });
  expect(status).toBe('completed');
  expect(await refusalOf(request(user.id, RAW))).toBe('ADDRESS_UNVERIFIABLE');
  const requests = [
    await request(user.id, UQ),
    await request(other.id, EQ),
    await request(user.id, RAW, 'read out by the customer'),
  ];
  for (const { id } of requests) {
    const { walletAddress, userId, extraId, createdAt } = await WithdrawalRequest.query(desk.knex)
      .findById(id)
      .throwIfNotFound();
    expect(walletAddress).toBe(UQ);
    const history = await addressHistory(desk.knex, {
      withdrawalId: id,
      userId,
      network: 'ton',
      walletAddress,
      extraId,
      createdAt: createdAt.toISOString(),
    });
    expect([history.isFirstSeen, history.lookAlike]).toEqual([userId === other.id, null]);
    expect(history.otherUsers.map((one) => one.userId)).toEqual([userId === other.id ? user.id : other.id]);
  }
});
