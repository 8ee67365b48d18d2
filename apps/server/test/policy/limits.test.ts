import { expect, test } from 'vitest';
import { WithdrawalDecision } from '../../src/models/WithdrawalDecision.ts';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { gatherFacts } from '../../src/policyEngine/gatherFacts.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { EVM_ADDRESS, fundedUser } from '../support/money.ts';
import { actors, offerCurrencies, secondDesk, testDesk } from '../support/testDesk.ts';
import {
  requestWithdrawal,
  decideAgain,
  closed,
  HOUR,
  hours,
  publishRules,
  outcomeOf,
  rules,
} from './policyDesk.ts';

const desk = await testDesk();
const two = await secondDesk(desk);
await offerCurrencies(desk);
const rich = async () => (await fundedUser(desk, '1000000.00')).id;
const outcome = async (userId: string, amountUsd: string, at: Date, target = desk) =>
  await outcomeOf(requestWithdrawal(target, { userId, amountUsd, at }));

/** When the day begins in several time zones, also on days when clocks change. */
const MIDNIGHTS = [
  ['UTC', '2026-03-10T00:00:00.000Z'],
  ['Kiritimati, UTC+14', '2026-03-09T10:00:00.000Z'],
  ['Niue, UTC−11', '2026-03-10T11:00:00.000Z'],
  ['Kathmandu, UTC+5:45', '2026-03-09T18:15:00.000Z'],
  ['Berlin, when clocks go forward', '2026-03-28T23:00:00.000Z'],
  ['Berlin, when clocks go back', '2026-10-24T22:00:00.000Z'],
  ['New York, when clocks go back', '2026-11-01T04:00:00.000Z'],
  ['UTC, at a new month', '2026-04-01T00:00:00.000Z'],
  ['UTC, at a new week', '2026-04-06T00:00:00.000Z'],
  ['UTC, at a new year', '2026-01-01T00:00:00.000Z'],
  ['UTC, in a leap year', '2024-02-29T00:00:00.000Z'],
] as const;

test.each(MIDNIGHTS)('midnight in %s does not reset a limit', async (_zone, midnight) => {
  await publishRules(desk, rules({ perUser: { dayUsd: '1000.00' } }));
  const userId = await rich();
  const before = hours(new Date(midnight), -1 / 60);
  expect(await outcome(userId, '1000.00', before)).toBe('requested');
  for (const minutes of [1, 2, 60, 12 * 60, 24 * 60 - 1])
    expect(await outcome(userId, '10.00', hours(before, minutes / 60)), `${minutes} minutes later`).toBe(
      'perUser.dayUsd',
    );
  expect(await outcome(userId, '10.00', new Date(before.getTime() + 24 * HOUR - 1))).toBe('perUser.dayUsd');
  expect(await outcome(userId, '1000.00', hours(before, 24))).toBe('requested');
});

test.each([
  ['dayUsd', 24],
  ['weekUsd', 7 * 24],
  ['monthUsd', 30 * 24],
] as const)('%s is a window of exactly %i hours', async (name, length) => {
  await publishRules(desk, rules({ perUser: { [name]: '100.00' } }));
  const userId = await rich();
  const first = new Date('2026-03-01T07:30:00.000Z');
  expect(await outcome(userId, '60.00', first)).toBe('requested');
  expect(await outcome(userId, '40.01', new Date(first.getTime() + length * HOUR - 1))).toBe(
    `perUser.${name}`,
  );
  expect(await outcome(userId, '40.00', new Date(first.getTime() + length * HOUR - 1))).toBe('requested');
  // One millisecond later the first one has left the window and the second has not.
  expect(await outcome(userId, '60.01', hours(first, length))).toBe(`perUser.${name}`);
  expect(await outcome(userId, '60.00', hours(first, length))).toBe('requested');
});

test('setting the clock back, or forward again, does not reset a limit', async () => {
  await publishRules(desk, rules({ perUser: { dayUsd: '1000.00' }, velocity: { requests: 3, hours: 1 } }));
  const userId = await rich();
  const now = new Date('2026-05-01T12:00:00.000Z');
  expect(await outcome(userId, '700.00', now)).toBe('requested');
  for (const hoursBack of [1, 30, 24 * 40])
    expect(await outcome(userId, '300.01', hours(now, -hoursBack)), `${hoursBack} h back`).toBe(
      'perUser.dayUsd',
    );
  expect(await outcome(userId, '200.00', hours(now, -1))).toBe('requested');
  expect(await outcome(userId, '100.01', now)).toBe('perUser.dayUsd');
  expect(await outcome(userId, '100.00', now)).toBe('requested');
  // All three are later than this moment, and all three count.
  expect(await outcome(userId, '10.00', hours(now, -24 * 60))).toBe('perUser.dayUsd,velocity');
});

test('a rejected or cancelled request no longer counts for the sums, but for velocity', async () => {
  await publishRules(desk, rules({ perUser: { dayUsd: '100.00' }, velocity: { requests: 3, hours: 24 } }));
  const userId = await rich();
  const at = new Date('2026-05-03T12:00:00.000Z');
  for (const status of ['rejected', 'cancelled'] as const) {
    const { withdrawalId } = await requestWithdrawal(desk, { userId, amountUsd: '100.00', at });
    expect(await outcome(userId, '10.00', at)).toBe('perUser.dayUsd');
    await closed(desk, withdrawalId, status, at);
  }
  expect(await outcome(userId, '100.00', at)).toBe('requested');
  expect(await outcome(userId, '10.00', hours(at, 23))).toBe('perUser.dayUsd,velocity');
  expect(await outcome(userId, '10.00', hours(at, 24))).toBe('requested');
});

test('the global limit adds up all users', async () => {
  await publishRules(desk, rules({ global: { weekUsd: '1000.00' } }));
  const at = new Date('2027-01-10T12:00:00.000Z');
  expect(await outcome(await rich(), '600.00', at)).toBe('requested');
  expect(await outcome(await rich(), '400.01', hours(at, 100))).toBe('global.weekUsd');
  expect(await outcome(await rich(), '400.00', hours(at, 100))).toBe('requested');
  expect(await outcome(await rich(), '600.00', hours(at, 7 * 24))).toBe('requested');
});

test('of many requests of one user at once no more pass than the limit allows', async () => {
  await publishRules(desk, rules({ perUser: { dayUsd: '1000.00' } }));
  const userId = await rich();
  const at = new Date('2027-03-01T12:00:00.000Z');
  const outcomes = await Promise.all(
    Array.from(
      { length: 12 },
      async (_, index) =>
        await outcome(userId, '300.00', new Date(at.getTime() + (index % 3)), index % 2 === 0 ? desk : two),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'requested')).toHaveLength(3);
  expect(outcomes.filter((outcome) => outcome === 'perUser.dayUsd')).toHaveLength(9);
});

test('of many requests of different users at once no more pass than the global limit allows', async () => {
  await publishRules(desk, rules({ global: { dayUsd: '1000.00' } }));
  const users = await Promise.all(Array.from({ length: 12 }, rich));
  const at = new Date('2027-04-01T12:00:00.000Z');
  const outcomes = await Promise.all(
    users.map(async (userId, index) => await outcome(userId, '300.00', at, index % 2 === 0 ? desk : two)),
  );
  expect(outcomes.filter((outcome) => outcome === 'requested')).toHaveLength(3);
  expect(outcomes.filter((outcome) => outcome === 'global.dayUsd')).toHaveLength(9);
});

test('with a velocity of one, one of many requests at once passes', async () => {
  await publishRules(desk, rules({ velocity: { requests: 1, hours: 1 } }));
  const userId = await rich();
  const at = new Date('2027-05-01T12:00:00.000Z');
  const outcomes = await Promise.all(
    Array.from(
      { length: 6 },
      async (_, index) => await outcome(userId, '10.00', at, index % 2 === 0 ? desk : two),
    ),
  );
  expect(outcomes.toSorted()).toEqual(['requested', ...Array.from({ length: 5 }, () => 'velocity')]);
});

test('later requests do not stop an earlier one, days later too', async () => {
  await publishRules(desk, rules({ perUser: { dayUsd: '1000.00' }, velocity: { requests: 1, hours: 24 } }));
  const userId = await rich();
  const at = new Date('2027-06-01T12:00:00.000Z');
  const { withdrawalId } = await requestWithdrawal(desk, { userId, amountUsd: '1000.00', at });
  await requestWithdrawal(desk, { userId, amountUsd: '1000.00', at: hours(at, 24) });
  for (const later of [1, 24, 25, 500])
    expect((await decideAgain(desk, withdrawalId, hours(at, later))).outcome).toBe('pass');
});

test('a stricter policy applies to waiting requests, the latest first', async () => {
  await publishRules(desk, rules());
  const userId = await rich();
  const at = new Date('2027-07-01T12:00:00.000Z');
  const first = await requestWithdrawal(desk, { userId, amountUsd: '600.00', at });
  const second = await requestWithdrawal(desk, { userId, amountUsd: '600.00', at: hours(at, 1) });
  await publishRules(
    desk,
    rules({ perUser: { dayUsd: '1000.00' }, approvals: [{ fromUsd: '0.00', approvals: 3 }] }),
  );
  expect(await decideAgain(desk, first.withdrawalId, hours(at, 2))).toMatchObject({
    outcome: 'pass',
    requiredApprovals: 3,
  });
  expect(await decideAgain(desk, second.withdrawalId, hours(at, 2), 'complete')).toMatchObject({
    outcome: 'stop',
  });
  await closed(desk, first.withdrawalId, 'rejected', hours(at, 3));
  expect(await decideAgain(desk, second.withdrawalId, hours(at, 4))).toMatchObject({ outcome: 'pass' });
});

test('a request of a user who was frozen meanwhile is refused, others are not', async () => {
  await publishRules(desk, rules());
  const [frozen, other] = [await rich(), await rich()];
  const at = new Date('2027-08-01T12:00:00.000Z');
  const waiting = await requestWithdrawal(desk, { userId: frozen, at });
  await freezeUser(desk, actors.staff(), frozen, true, 'looks odd');
  expect([
    (await decideAgain(desk, waiting.withdrawalId, at)).outcome,
    await outcome(frozen, '10.00', at),
    await outcome(other, '10.00', at),
  ]).toEqual(['stop', 'user.frozen', 'requested']);
});

test('a refused request leaves no row, but its decision with the figures', async () => {
  const version = await publishRules(desk, rules({ perUser: { dayUsd: '100.00' } }));
  const userId = await rich();
  const at = new Date('2027-09-01T12:00:00.000Z');
  await requestWithdrawal(desk, { userId, amountUsd: '90.00', at });
  await expect(requestWithdrawal(desk, { userId, amountUsd: '10.01', at })).rejects.toMatchObject({
    reason: 'LIMIT_EXCEEDED',
    details: { policyVersion: version, rules: ['perUser.dayUsd'] },
  });
  expect(await WithdrawalRequest.query(desk.knex).where({ userId }).resultSize()).toBe(1);
  const [kept, refused] = await WithdrawalDecision.query(desk.knex).where({ userId }).orderBy('outcome');
  expect(kept).toMatchObject({ moment: 'create', outcome: 'pass', policyVersion: version, createdAt: at });
  expect(refused).toMatchObject({
    withdrawalRequestId: null,
    moment: 'create',
    outcome: 'stop',
    policyVersion: version,
    facts: { amountUsd: '10.01', perUser: { dayUsd: '100.01', weekUsd: '100.01', monthUsd: '100.01' } },
  });
  expect(refused?.reasons).toContainEqual({
    rule: 'perUser.dayUsd',
    effect: 'stop',
    message:
      'The user has asked for 100.01 USD within 24 hours, this request included; the limit is 100.00 USD.',
  });
});

test('an end user does not learn how much the desk pays to all users', async () => {
  await publishRules(desk, rules({ global: { dayUsd: '77.00' } }));
  await expect(
    requestWithdrawal(desk, {
      userId: await rich(),
      amountUsd: '78.00',
      at: new Date('2027-10-01T12:00:00.000Z'),
    }),
  ).rejects.toMatchObject({
    reason: 'LIMIT_EXCEEDED',
    message: expect.not.stringContaining('7') as string,
  });
});

test('the facts are read in one statement', async () => {
  const userId = await rich();
  const statements: string[] = [];
  const note = ({ sql }: { sql: string }) => void statements.push(sql);
  desk.knex.on('query', note);
  const given = rules({
    perUser: { dayUsd: '1.00' },
    global: { monthUsd: '1.00' },
    velocity: { requests: 1, hours: 1 },
  });
  await gatherFacts(desk.knex, {
    userId,
    amountUsd: '10.00',
    walletAddress: EVM_ADDRESS,
    extraId: null,
    network: 'bsc',
    createdAt: desk.clock.now(),
    withdrawalId: null,
    rules: given,
  });
  desk.knex.off('query', note);
  expect(statements).toHaveLength(1);
});
