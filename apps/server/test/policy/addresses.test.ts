import { getAddress } from '@ethersproject/address';
import { expect, test } from 'vitest';
import { fundedUser } from '../support/money.ts';
import { actors, offerCurrencies, testDesk } from '../support/testDesk.ts';
import { ask, askAgain, closed, hours, inForce, outcomeOf, paid, rules } from './policyDesk.ts';

const desk = await testDesk();
await offerCurrencies(desk);
const rich = async () => (await fundedUser(desk, '100000.00')).id;
const at = new Date('2026-06-01T12:00:00.000Z');

/**
 * Addresses of nobody's. The twin agrees with the first in its first and last characters, as ground out to be
 * mistaken for it.
 */
const home = getAddress(`0xabcdef${'1'.repeat(28)}987654`);
const twin = getAddress(`0xabcdef${'2'.repeat(28)}987654`);
const other = getAddress(`0x${'3'.repeat(40)}`);

test('a new address waits, may be asked for meanwhile, and is known once a withdrawal to it was paid', async () => {
  await inForce(desk, rules({ coolingHours: 24 }));
  const userId = await rich();
  const first = await ask(desk, { userId, walletAddress: home, at });
  expect(first).toMatchObject({ outcome: 'delay', notBefore: hours(at, 24).toISOString() });
  expect(await askAgain(desk, first.withdrawalId, hours(at, 23.999))).toMatchObject({ outcome: 'delay' });
  expect(await askAgain(desk, first.withdrawalId, hours(at, 24))).toMatchObject({ outcome: 'pass' });
  // A second request waits for itself: the first has not been paid.
  expect(await ask(desk, { userId, walletAddress: home, at: hours(at, 23) })).toMatchObject({
    outcome: 'delay',
    notBefore: hours(at, 47).toISOString(),
  });
  await paid(desk, first.withdrawalId, hours(at, 25));
  expect(await ask(desk, { userId, walletAddress: home, at: hours(at, 26) })).toMatchObject({
    outcome: 'pass',
    notBefore: null,
  });
  expect(await ask(desk, { userId: await rich(), walletAddress: home, at: hours(at, 26) })).toMatchObject({
    outcome: 'delay',
  });
});

test('another memo at a known address is another destination', async () => {
  await inForce(desk, rules({ coolingHours: 24 }));
  const userId = await rich();
  const xrp = {
    userId,
    currencyCode: 'XRP',
    network: 'xrp',
    walletAddress: 'rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv',
  };
  const { withdrawalId } = await ask(desk, { ...xrp, extraId: '111', at });
  await paid(desk, withdrawalId, hours(at, 30));
  const outcomes = [];
  for (const extraId of ['111', '112', null])
    outcomes.push((await ask(desk, { ...xrp, extraId, at: hours(at, 31) })).outcome);
  expect(outcomes).toEqual(['pass', 'delay', 'delay']);
});

test('a clock that is set back makes a new address wait longer, not shorter', async () => {
  await inForce(desk, rules({ coolingHours: 24 }));
  const { withdrawalId } = await ask(desk, { userId: await rich(), walletAddress: home, at });
  expect((await askAgain(desk, withdrawalId, hours(at, -100))).outcome).toBe('delay');
});

test.each([
  ['refuse', 'lookAlike', null],
  ['extraApproval', 'asked', 2],
  ['warn', 'asked', 1],
] as const)(
  'under %s an address made to look like one that is in use is: %s',
  async (lookAlike, outcome, approvals) => {
    await inForce(desk, rules({ lookAlike }));
    const userId = await rich();
    await ask(desk, { userId, walletAddress: home, at });
    if (approvals !== null)
      expect(await ask(desk, { userId, walletAddress: twin, at: hours(at, 1) })).toMatchObject({
        outcome: 'pass',
        requiredApprovals: approvals,
      });
    else expect(await outcomeOf(ask(desk, { userId, walletAddress: twin, at: hours(at, 1) }))).toBe(outcome);
    // Neither another address of the user nor the same one of somebody else is an alarm.
    expect((await ask(desk, { userId, walletAddress: other, at: hours(at, 2) })).facts.lookAlike).toBeNull();
    expect(
      (await ask(desk, { userId: await rich(), walletAddress: twin, at: hours(at, 2) })).facts.lookAlike,
    ).toBeNull();
  },
);

test('asking twice does not make a look-alike known; a paid withdrawal does', async () => {
  await inForce(desk, rules({ lookAlike: 'extraApproval' }));
  const userId = await rich();
  await ask(desk, { userId, walletAddress: home, at });
  const first = await ask(desk, { userId, walletAddress: twin, at: hours(at, 1) });
  expect((await ask(desk, { userId, walletAddress: twin, at: hours(at, 2) })).requiredApprovals).toBe(2);
  await paid(desk, first.withdrawalId, hours(at, 3));
  expect((await ask(desk, { userId, walletAddress: twin, at: hours(at, 4) })).requiredApprovals).toBe(1);
});

test('an address that was only asked for in vain vouches for nothing and accuses nobody', async () => {
  await inForce(desk, rules({ lookAlike: 'refuse' }));
  const userId = await rich();
  const { withdrawalId } = await ask(desk, { userId, walletAddress: twin, at });
  await closed(desk, withdrawalId, 'rejected', at);
  expect(await outcomeOf(ask(desk, { userId, walletAddress: home, at: hours(at, 1) }))).toBe('asked');
});

test('the alarm is about the later of two that look alike, at the approval too', async () => {
  await inForce(desk, rules({ lookAlike: 'extraApproval' }));
  const userId = await rich();
  const first = await ask(desk, { userId, walletAddress: home, at });
  const second = await ask(desk, { userId, walletAddress: twin, at: hours(at, 1) });
  expect([
    (await askAgain(desk, first.withdrawalId, hours(at, 2))).requiredApprovals,
    (await askAgain(desk, second.withdrawalId, hours(at, 2))).requiredApprovals,
  ]).toEqual([1, 2]);
});

test('nothing is decided about a user who does not exist', async () => {
  await expect(ask(desk, { userId: actors.staff().id as string, at })).rejects.toMatchObject({
    reason: 'NOT_FOUND',
  });
});
