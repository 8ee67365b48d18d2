import { expect, test } from 'vitest';
import { WithdrawalDecision } from '../../src/models/WithdrawalDecision.ts';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { gatherFacts } from '../../src/policyEngine/gatherFacts.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { EVM_ADDRESS, fundedUser } from '../support/money.ts';
import { actors, offerCurrencies, secondDesk, testDesk } from '../support/testDesk.ts';
import { ask, askAgain, closed, HOUR, hours, inForce, outcomeOf, rules } from './policyDesk.ts';

const desk = await testDesk();
const two = await secondDesk(desk);
await offerCurrencies(desk);
const rich = async () => (await fundedUser(desk, '1000000.00')).id;
const asked = async (userId: string, amountUsd: string, at: Date, target = desk) =>
  await outcomeOf(ask(target, { userId, amountUsd, at }));

/** The hour after which each zone's day begins, on days when clocks go forward and back too. */
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

test.each(MIDNIGHTS)('midnight in %s opens no limit a second time', async (_zone, midnight) => {
  await inForce(desk, rules({ perUser: { dayUsd: '1000.00' } }));
  const userId = await rich();
  const before = hours(new Date(midnight), -1 / 60);
  expect(await asked(userId, '1000.00', before)).toBe('asked');
  for (const minutes of [1, 2, 60, 12 * 60, 24 * 60 - 1])
    expect(await asked(userId, '10.00', hours(before, minutes / 60)), `${minutes} minutes later`).toBe(
      'perUser.dayUsd',
    );
  expect(await asked(userId, '10.00', new Date(before.getTime() + 24 * HOUR - 1))).toBe('perUser.dayUsd');
  expect(await asked(userId, '1000.00', hours(before, 24))).toBe('asked');
});

test.each([
  ['dayUsd', 24],
  ['weekUsd', 7 * 24],
  ['monthUsd', 30 * 24],
] as const)('%s is a window of exactly %i hours', async (name, length) => {
  await inForce(desk, rules({ perUser: { [name]: '100.00' } }));
  const userId = await rich();
  const first = new Date('2026-03-01T07:30:00.000Z');
  expect(await asked(userId, '60.00', first)).toBe('asked');
  expect(await asked(userId, '40.01', new Date(first.getTime() + length * HOUR - 1))).toBe(`perUser.${name}`);
  expect(await asked(userId, '40.00', new Date(first.getTime() + length * HOUR - 1))).toBe('asked');
  // One millisecond on, the first one has left the window and the second has not.
  expect(await asked(userId, '60.01', hours(first, length))).toBe(`perUser.${name}`);
  expect(await asked(userId, '60.00', hours(first, length))).toBe('asked');
});

test('a clock that is set back opens no limit, and neither does one that comes forward again', async () => {
  await inForce(desk, rules({ perUser: { dayUsd: '1000.00' }, velocity: { requests: 3, hours: 1 } }));
  const userId = await rich();
  const now = new Date('2026-05-01T12:00:00.000Z');
  expect(await asked(userId, '700.00', now)).toBe('asked');
  for (const hoursBack of [1, 30, 24 * 40])
    expect(await asked(userId, '300.01', hours(now, -hoursBack)), `${hoursBack} h back`).toBe(
      'perUser.dayUsd',
    );
  expect(await asked(userId, '200.00', hours(now, -1))).toBe('asked');
  expect(await asked(userId, '100.01', now)).toBe('perUser.dayUsd');
  expect(await asked(userId, '100.00', now)).toBe('asked');
  // All three lie after this moment, and all three are counted.
  expect(await asked(userId, '10.00', hours(now, -24 * 60))).toBe('perUser.dayUsd,velocity');
});

test('what was rejected or cancelled no longer counts for the sums, but was asked for all the same', async () => {
  await inForce(desk, rules({ perUser: { dayUsd: '100.00' }, velocity: { requests: 3, hours: 24 } }));
  const userId = await rich();
  const at = new Date('2026-05-03T12:00:00.000Z');
  for (const status of ['rejected', 'cancelled'] as const) {
    const { withdrawalId } = await ask(desk, { userId, amountUsd: '100.00', at });
    expect(await asked(userId, '10.00', at)).toBe('perUser.dayUsd');
    await closed(desk, withdrawalId, status, at);
  }
  expect(await asked(userId, '100.00', at)).toBe('asked');
  expect(await asked(userId, '10.00', hours(at, 23))).toBe('perUser.dayUsd,velocity');
  expect(await asked(userId, '10.00', hours(at, 24))).toBe('asked');
});

test('the global limit adds up all users', async () => {
  await inForce(desk, rules({ global: { weekUsd: '1000.00' } }));
  const at = new Date('2027-01-10T12:00:00.000Z');
  expect(await asked(await rich(), '600.00', at)).toBe('asked');
  expect(await asked(await rich(), '400.01', hours(at, 100))).toBe('global.weekUsd');
  expect(await asked(await rich(), '400.00', hours(at, 100))).toBe('asked');
  expect(await asked(await rich(), '600.00', hours(at, 7 * 24))).toBe('asked');
});

test('of many requests of one user at once no more pass than the limit has room for', async () => {
  await inForce(desk, rules({ perUser: { dayUsd: '1000.00' } }));
  const userId = await rich();
  const at = new Date('2027-03-01T12:00:00.000Z');
  const outcomes = await Promise.all(
    Array.from(
      { length: 12 },
      async (_, index) =>
        await asked(userId, '300.00', new Date(at.getTime() + (index % 3)), index % 2 === 0 ? desk : two),
    ),
  );
  expect(outcomes.filter((outcome) => outcome === 'asked')).toHaveLength(3);
  expect(outcomes.filter((outcome) => outcome === 'perUser.dayUsd')).toHaveLength(9);
});

test('of many requests of different users at once no more pass than the global limit has room for', async () => {
  await inForce(desk, rules({ global: { dayUsd: '1000.00' } }));
  const users = await Promise.all(Array.from({ length: 12 }, rich));
  const at = new Date('2027-04-01T12:00:00.000Z');
  const outcomes = await Promise.all(
    users.map(async (userId, index) => await asked(userId, '300.00', at, index % 2 === 0 ? desk : two)),
  );
  expect(outcomes.filter((outcome) => outcome === 'asked')).toHaveLength(3);
  expect(outcomes.filter((outcome) => outcome === 'global.dayUsd')).toHaveLength(9);
});

test('a velocity of one lets one of many at once through', async () => {
  await inForce(desk, rules({ velocity: { requests: 1, hours: 1 } }));
  const userId = await rich();
  const at = new Date('2027-05-01T12:00:00.000Z');
  const outcomes = await Promise.all(
    Array.from(
      { length: 6 },
      async (_, index) => await asked(userId, '10.00', at, index % 2 === 0 ? desk : two),
    ),
  );
  expect(outcomes.toSorted()).toEqual(['asked', ...Array.from({ length: 5 }, () => 'velocity')]);
});

test('later requests do not stop an earlier one, days later too', async () => {
  await inForce(desk, rules({ perUser: { dayUsd: '1000.00' }, velocity: { requests: 1, hours: 24 } }));
  const userId = await rich();
  const at = new Date('2027-06-01T12:00:00.000Z');
  const { withdrawalId } = await ask(desk, { userId, amountUsd: '1000.00', at });
  await ask(desk, { userId, amountUsd: '1000.00', at: hours(at, 24) });
  for (const later of [1, 24, 25, 500])
    expect((await askAgain(desk, withdrawalId, hours(at, later))).outcome).toBe('pass');
});

test('a stricter policy reaches those that wait, the latest of them', async () => {
  await inForce(desk, rules());
  const userId = await rich();
  const at = new Date('2027-07-01T12:00:00.000Z');
  const first = await ask(desk, { userId, amountUsd: '600.00', at });
  const second = await ask(desk, { userId, amountUsd: '600.00', at: hours(at, 1) });
  await inForce(
    desk,
    rules({ perUser: { dayUsd: '1000.00' }, approvals: [{ fromUsd: '0.00', approvals: 3 }] }),
  );
  expect(await askAgain(desk, first.withdrawalId, hours(at, 2))).toMatchObject({
    outcome: 'pass',
    requiredApprovals: 3,
  });
  expect(await askAgain(desk, second.withdrawalId, hours(at, 2), 'complete')).toMatchObject({
    outcome: 'stop',
  });
  await closed(desk, first.withdrawalId, 'rejected', hours(at, 3));
  expect(await askAgain(desk, second.withdrawalId, hours(at, 4))).toMatchObject({ outcome: 'pass' });
});

test('a user who was frozen meanwhile gets nothing, and anybody else does', async () => {
  await inForce(desk, rules());
  const [frozen, other] = [await rich(), await rich()];
  const at = new Date('2027-08-01T12:00:00.000Z');
  const waiting = await ask(desk, { userId: frozen, at });
  await freezeUser(desk, actors.staff(), frozen, true, 'looks odd');
  expect([
    (await askAgain(desk, waiting.withdrawalId, at)).outcome,
    await asked(frozen, '10.00', at),
    await asked(other, '10.00', at),
  ]).toEqual(['stop', 'user.frozen', 'asked']);
});

test('a refused request leaves no request, but its decision with the figures', async () => {
  const version = await inForce(desk, rules({ perUser: { dayUsd: '100.00' } }));
  const userId = await rich();
  const at = new Date('2027-09-01T12:00:00.000Z');
  await ask(desk, { userId, amountUsd: '90.00', at });
  await expect(ask(desk, { userId, amountUsd: '10.01', at })).rejects.toMatchObject({
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

test('who asks is not told what the desk pays to everybody', async () => {
  await inForce(desk, rules({ global: { dayUsd: '77.00' } }));
  await expect(
    ask(desk, { userId: await rich(), amountUsd: '78.00', at: new Date('2027-10-01T12:00:00.000Z') }),
  ).rejects.toMatchObject({
    reason: 'LIMIT_EXCEEDED',
    message: expect.not.stringContaining('7') as string,
  });
});

test('the facts come in one statement', async () => {
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
