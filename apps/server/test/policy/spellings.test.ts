import { describe, expect, test } from 'vitest';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { refreshMinimums } from '../../src/currencies/refreshMinimums.ts';
import { gatherFacts } from '../../src/policyEngine/gatherFacts.ts';
import { PastFactsReader } from '../../src/policyEngine/pastFacts.ts';
import { readHistory } from '../../src/policyEngine/readHistory.ts';
import { addressHistory } from '../../src/withdrawals/addressHistory.ts';
import { createWithdrawal } from '../../src/withdrawals/createWithdrawal.ts';
import { listWithdrawals } from '../../src/withdrawals/listWithdrawals.ts';
import { behindTheTriggers } from '../support/behindTheTriggers.ts';
import { approve, complete, EVM_ADDRESS, fundedUser, newHash, refusalOf } from '../support/money.ts';
import { actors, offerCurrencies, testDesk } from '../support/testDesk.ts';
import { rules } from './policyDesk.ts';

const desk = await testDesk();
await offerCurrencies(desk, ['TON', 'USDTBSC']);
// Rates to compare with: without one an amount in TON is not fixed.
await refreshMinimums(desk);
const [UQ, EQ, RAW] = [
  'UQCAmHphqZEO53zieo8gARsEyiHqCzOxjJU4XQCIuZ2yi3U0',
  'EQCAmHphqZEO53zieo8gARsEyiHqCzOxjJU4XQCIuZ2yiyjx',
  '0:80987a61a9910ee77ce27a8f20011b04ca21ea0b33b18c95385d0088b99db28b',
];

const request = async (
  userId: string,
  walletAddress: string,
  addressConfirmation?: string,
  actor = actors.staff(),
  currencyCode = 'TON',
) =>
  await createWithdrawal(desk, actor, {
    userId,
    amountUsd: '20.00',
    currencyCode,
    walletAddress,
    addressConfirmation,
  });

/** What the review shows about the destination of a request. */
async function historyOf(id: string) {
  const { walletAddress, userId, extraId, createdAt } = await WithdrawalRequest.query(desk.knex)
    .findById(id)
    .throwIfNotFound();
  return await addressHistory(desk.knex, {
    withdrawalId: id,
    userId,
    network: 'ton',
    walletAddress,
    extraId,
    createdAt: createdAt.toISOString(),
  });
}

test('three spellings of one TON account are stored as one, and are known to each other', async () => {
  const [user, other] = [await fundedUser(desk, '200.00'), await fundedUser(desk, '200.00')];
  const first = await request(user.id, EQ);
  await approve(desk, actors.staff('Ada'), first.id);
  const { status } = await complete(desk, actors.staff('Bob'), first.id, {
    transactionHash: newHash().slice(2),
  });
  expect(status).toBe('completed');
  expect(await refusalOf(request(user.id, RAW))).toBe('ADDRESS_UNVERIFIABLE');
  const requests = [
    await request(user.id, UQ),
    await request(other.id, EQ),
    await request(user.id, RAW, 'read out by the customer'),
  ];
  for (const { id, userId, walletAddress } of requests) {
    expect(walletAddress).toBe(UQ);
    const history = await historyOf(id);
    expect([history.isFirstSeen, history.lookAlike]).toEqual([userId === other.id, null]);
    expect(history.otherUsers.map((one) => one.userId)).toEqual([userId === other.id ? user.id : other.id]);
  }
});

describe('a request that was stored in another spelling, before there was one', () => {
  /** Rewrites a completed request as an older version of the desk stored it. */
  async function paidLongAgo(userId: string, spelling: string) {
    const { id } = await request(userId, UQ);
    await approve(desk, actors.staff('Ada'), id);
    await complete(desk, actors.staff('Bob'), id, { transactionHash: newHash().slice(2) });
    await behindTheTriggers(
      desk.knex,
      async (trx) => await trx('withdrawal_requests').where({ id }).update({ wallet_address: spelling }),
    );
    return id;
  }

  const facts = async (userId: string) =>
    await gatherFacts(desk.knex, {
      userId,
      amountUsd: '20.00',
      walletAddress: UQ,
      extraId: null,
      network: 'ton',
      createdAt: desk.clock.now(),
      withdrawalId: null,
      rules: rules(),
    });

  test.each([EQ, RAW, RAW.toUpperCase()])(
    'is the same destination for the policy, its back-test, the review and the search: %s',
    async (spelling) => {
      const [user, other] = [await fundedUser(desk, '200.00'), await fundedUser(desk, '200.00')];
      const id = await paidLongAgo(user.id, spelling);
      expect(await facts(user.id)).toMatchObject({ isFirstSeen: false, lookAlike: null });
      const [again, theirs] = [await request(user.id, EQ), await request(other.id, UQ)];
      expect(await historyOf(again.id)).toMatchObject({ isFirstSeen: false, paidBefore: 1, lookAlike: null });
      expect((await historyOf(theirs.id)).otherUsers).toContainEqual(
        expect.objectContaining({ userId: user.id, requests: 2 }),
      );
      const found = await listWithdrawals(
        desk,
        { filter: { q: RAW } },
        { ownUserId: user.id, findUsers: false, staff: null },
      );
      expect(found.rows.map((row) => row.id).toSorted()).toEqual([id, again.id].toSorted());

      const history = await pastRequests();
      const reader = new PastFactsReader([], []);
      for (const past of history) {
        const { isFirstSeen, lookAlike } = reader.read(past);
        if (past.id === again.id) expect([isFirstSeen, lookAlike]).toEqual([false, null]);
      }
    },
  );

  const pastRequests = async () =>
    await desk.knex.transaction(async (trx) => {
      const pages = [];
      for await (const page of readHistory(trx, new Date(0))) pages.push(...page);
      return pages;
    });

  test('has the same key in PostgreSQL; other accounts have others', async () => {
    const keyOf = async (address: string) => {
      const { rows } = await desk.knex.raw<{ rows: { key: string }[] }>('select account_key(?) as key', [
        address,
      ]);
      return rows[0]?.key;
    };
    const spellings = [UQ, EQ, RAW, RAW.toUpperCase()];
    const keys = await Promise.all(spellings.map(keyOf));
    expect(new Set(keys)).toEqual(new Set([`ton:00${RAW.slice(2)}`]));
    expect(await keyOf(`-1:${RAW.slice(2)}`)).toBe(`ton:ff${RAW.slice(2)}`);
    // Base64 has two alphabets.
    const [url, standard] = [
      'EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id_sDs',
      'EQCxE6mUtQJKFnGfaROTKOt1lZbDiiX1kCixRv7Nw2Id/sDs',
    ];
    expect(await keyOf(url)).toBe(await keyOf(standard));
    expect(await keyOf(EVM_ADDRESS)).toBe(await keyOf(EVM_ADDRESS.toLowerCase()));
    // Where case is part of the account, it is part of the key.
    for (const address of [
      '1CS8hs2VC55h5s1qz11wsd9qRr4xXWEeqg',
      `${UQ}A`,
      'Vines1vzrYbzLMRdu58ou5XTby4qAqVR',
    ])
      expect(await keyOf(address)).toBe(address);
  });
});

describe('an Ethereum address in one case has no checksum', () => {
  const word = 'the customer confirmed it on the phone';
  const upper = `0x${EVM_ADDRESS.slice(2).toUpperCase()}`;

  test.each([EVM_ADDRESS.toLowerCase(), upper])(
    '%s needs the word of staff, which is kept',
    async (address) => {
      const user = await fundedUser(desk, '100.00');
      const ask = async (confirmation?: string, actor = actors.staff()) =>
        await request(user.id, address, confirmation, actor, 'USDTBSC');
      expect(await refusalOf(ask())).toBe('ADDRESS_UNVERIFIABLE');
      expect(await refusalOf(ask(undefined, actors.service()))).toBe('ADDRESS_UNVERIFIABLE');
      expect(await refusalOf(ask(word, actors.service()))).toBe('STAFF_ONLY');
      const { id } = await ask(word);
      expect(await WithdrawalRequest.query(desk.knex).findById(id)).toMatchObject({
        walletAddress: EVM_ADDRESS,
        addressConfirmation: word,
      });
      expect(
        await desk.knex('audit_log').where({ action: 'withdrawals.create', subject_id: id }).first(),
      ).toMatchObject({ note: word });
    },
  );

  test('with its checksum it needs none, from anyone', async () => {
    const user = await fundedUser(desk, '100.00');
    const made = await request(user.id, EVM_ADDRESS, undefined, actors.service(), 'USDTBSC');
    expect(made).toMatchObject({ walletAddress: EVM_ADDRESS, addressConfirmation: null });
  });
});
