import { getAddress } from '@ethersproject/address';
import { expect, test } from 'vitest';
import { fundedUser } from '../support/money.ts';
import { actors, offerCurrencies, testDesk } from '../support/testDesk.ts';
import {
  requestWithdrawal,
  decideAgain,
  closed,
  hours,
  publishRules,
  outcomeOf,
  paid,
  rules,
} from './policyDesk.ts';

const desk = await testDesk();
await offerCurrencies(desk);
const rich = async () => (await fundedUser(desk, '100000.00')).id;
const at = new Date('2026-06-01T12:00:00.000Z');

/** Addresses without an owner. The twin has the same first and last characters, as an attacker would generate it. */
const home = getAddress(`0xabcdef${'1'.repeat(28)}987654`);
const twin = getAddress(`0xabcdef${'2'.repeat(28)}987654`);
const other = getAddress(`0x${'3'.repeat(40)}`);

test('a new address waits, can be requested meanwhile, and is known once a withdrawal to it was paid', async () => {
  await publishRules(desk, rules({ coolingHours: 24 }));
  const userId = await rich();
  const first = await requestWithdrawal(desk, { userId, walletAddress: home, at });
  expect(first).toMatchObject({ outcome: 'delay', notBefore: hours(at, 24).toISOString() });
  expect(await decideAgain(desk, first.withdrawalId, hours(at, 23.999))).toMatchObject({ outcome: 'delay' });
  expect(await decideAgain(desk, first.withdrawalId, hours(at, 24))).toMatchObject({ outcome: 'pass' });
  // A second request waits too: the first has not been paid.
  expect(await requestWithdrawal(desk, { userId, walletAddress: home, at: hours(at, 23) })).toMatchObject({
    outcome: 'delay',
    notBefore: hours(at, 47).toISOString(),
  });
  await paid(desk, first.withdrawalId, hours(at, 25));
  expect(await requestWithdrawal(desk, { userId, walletAddress: home, at: hours(at, 26) })).toMatchObject({
    outcome: 'pass',
    notBefore: null,
  });
  expect(
    await requestWithdrawal(desk, { userId: await rich(), walletAddress: home, at: hours(at, 26) }),
  ).toMatchObject({
    outcome: 'delay',
  });
});

test('another memo at a known address is another destination', async () => {
  await publishRules(desk, rules({ coolingHours: 24 }));
  const userId = await rich();
  const xrp = {
    userId,
    currencyCode: 'XRP',
    network: 'xrp',
    walletAddress: 'rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv',
  };
  const { withdrawalId } = await requestWithdrawal(desk, { ...xrp, extraId: '111', at });
  await paid(desk, withdrawalId, hours(at, 30));
  const outcomes = [];
  for (const extraId of ['111', '112', null])
    outcomes.push((await requestWithdrawal(desk, { ...xrp, extraId, at: hours(at, 31) })).outcome);
  expect(outcomes).toEqual(['pass', 'delay', 'delay']);
});

test('a clock that is set back makes a new address wait longer, not shorter', async () => {
  await publishRules(desk, rules({ coolingHours: 24 }));
  const { withdrawalId } = await requestWithdrawal(desk, { userId: await rich(), walletAddress: home, at });
  expect((await decideAgain(desk, withdrawalId, hours(at, -100))).outcome).toBe('delay');
});

test.each([
  ['refuse', 'lookAlike', null],
  ['extraApproval', 'requested', 2],
  ['warn', 'requested', 1],
] as const)(
  'under %s an address made to look like one that is in use is: %s',
  async (lookAlike, outcome, approvals) => {
    await publishRules(desk, rules({ lookAlike }));
    const userId = await rich();
    await requestWithdrawal(desk, { userId, walletAddress: home, at });
    if (approvals !== null)
      expect(await requestWithdrawal(desk, { userId, walletAddress: twin, at: hours(at, 1) })).toMatchObject({
        outcome: 'pass',
        requiredApprovals: approvals,
      });
    else
      expect(
        await outcomeOf(requestWithdrawal(desk, { userId, walletAddress: twin, at: hours(at, 1) })),
      ).toBe(outcome);
    // Neither another address of the user nor the same one used by another user gives an alert.
    expect(
      (await requestWithdrawal(desk, { userId, walletAddress: other, at: hours(at, 2) })).facts.lookAlike,
    ).toBeNull();
    expect(
      (await requestWithdrawal(desk, { userId: await rich(), walletAddress: twin, at: hours(at, 2) })).facts
        .lookAlike,
    ).toBeNull();
  },
);

test('two requests do not make a look-alike known; a paid withdrawal does', async () => {
  await publishRules(desk, rules({ lookAlike: 'extraApproval' }));
  const userId = await rich();
  await requestWithdrawal(desk, { userId, walletAddress: home, at });
  const first = await requestWithdrawal(desk, { userId, walletAddress: twin, at: hours(at, 1) });
  expect(
    (await requestWithdrawal(desk, { userId, walletAddress: twin, at: hours(at, 2) })).requiredApprovals,
  ).toBe(2);
  await paid(desk, first.withdrawalId, hours(at, 3));
  expect(
    (await requestWithdrawal(desk, { userId, walletAddress: twin, at: hours(at, 4) })).requiredApprovals,
  ).toBe(1);
});

test('a rejected or cancelled request makes its address neither known nor a look-alike', async () => {
  await publishRules(desk, rules({ lookAlike: 'refuse' }));
  const userId = await rich();
  const { withdrawalId } = await requestWithdrawal(desk, { userId, walletAddress: twin, at });
  await closed(desk, withdrawalId, 'rejected', at);
  expect(await outcomeOf(requestWithdrawal(desk, { userId, walletAddress: home, at: hours(at, 1) }))).toBe(
    'requested',
  );
});

test('the later of two look-alikes gives the alert, at the approval too', async () => {
  await publishRules(desk, rules({ lookAlike: 'extraApproval' }));
  const userId = await rich();
  const first = await requestWithdrawal(desk, { userId, walletAddress: home, at });
  const second = await requestWithdrawal(desk, { userId, walletAddress: twin, at: hours(at, 1) });
  expect([
    (await decideAgain(desk, first.withdrawalId, hours(at, 2))).requiredApprovals,
    (await decideAgain(desk, second.withdrawalId, hours(at, 2))).requiredApprovals,
  ]).toEqual([1, 2]);
});

test('there is no decision about a user who does not exist', async () => {
  await expect(requestWithdrawal(desk, { userId: actors.staff().id as string, at })).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  });
});
