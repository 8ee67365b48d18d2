import { getAddress } from '@ethersproject/address';
import { sumUsd, type PolicyDecision } from '@paydesk/types';
import { expect, test } from 'vitest';
import { WithdrawalDecision } from '../../src/models/WithdrawalDecision.ts';
import { WithdrawalRequest } from '../../src/models/WithdrawalRequest.ts';
import { backtest, evaluateHistory } from '../../src/policyEngine/backtest.ts';
import { presentDecision } from '../../src/policyEngine/decisionRecords.ts';
import { RollingSums } from '../../src/policyEngine/rollingSums.ts';
import { seededRandom } from '../../../../packages/addresses/test/seededRandom.ts';
import { appCaller, call, httpDesk, staffCaller } from '../support/http.ts';
import { fundedUser } from '../support/money.ts';
import { offerCurrencies } from '../support/testDesk.ts';
import { requestRegardless, closed, HOUR, hours, publishRules, paid, rules } from './policyDesk.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const DAYS = 110;
const begins = new Date('2026-02-01T00:00:00.000Z');
const ends = hours(begins, DAYS * 24);
const later = { ...desk, clock: { ...desk.clock, now: () => ends } };

const strict = rules({
  approvals: [
    { fromUsd: '0.00', approvals: 1 },
    { fromUsd: '300.00', approvals: 2 },
    { fromUsd: '900.00', approvals: 4 },
  ],
  bandsBy: 'userDay',
  coolingHours: 30,
  lookAlike: 'extraApproval',
  perUser: { dayUsd: '1500.00', weekUsd: '4500.00', monthUsd: '13000.00' },
  global: { dayUsd: '3600.00', weekUsd: '16000.00', monthUsd: '44000.00' },
  velocity: { requests: 4, hours: 40 },
});

/** Some of them look like others on purpose. */
const pool = ['1', '2', '3', '4']
  .flatMap((digit) => [`0xabcdef${digit.repeat(28)}987654`, `0x${digit.repeat(40)}`])
  .map((address) => getAddress(address));
const version = await publishRules(desk, strict);
await makeHistory(400);

/**
 * Requests of a few users over the days, some of them rejected, cancelled or paid in between. Each is decided when it is
 * made, and made whatever the decision.
 */
async function makeHistory(requests: number): Promise<void> {
  const random = seededRandom('paydesk back-test');
  const users = await Promise.all(
    Array.from({ length: 6 }, async () => (await fundedUser(desk, '10000000.00')).id),
  );
  const fates: { at: Date; id: string; fate: 'rejected' | 'cancelled' | 'paid' }[] = [];
  const settleUntil = async (at: Date) => {
    for (const due of fates
      .filter((fate) => fate.at <= at)
      .toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
      fates.splice(fates.indexOf(due), 1);
      await (due.fate === 'paid' ? paid(desk, due.id, due.at) : closed(desk, due.id, due.fate, due.at));
    }
  };
  for (let index = 0; index < requests; index += 1) {
    // At most five minutes from even steps; never two in the same millisecond.
    const at = new Date(
      begins.getTime() + index * Math.floor((DAYS * 24 * HOUR) / requests) + random.below(300_000),
    );
    await settleUntil(at);
    const asXrp = random.below(8) === 0;
    const { withdrawalId } = await requestRegardless(desk, {
      userId: users[Math.min(random.below(6), random.below(6))] as string,
      amountUsd: `${10 + random.below(1200)}.${String(random.below(100)).padStart(2, '0')}`,
      at,
      ...(asXrp
        ? {
            currencyCode: 'XRP',
            network: 'xrp',
            walletAddress: 'rDsbeomae4FXwgQTJp9Rs64Qg9vDiTCdBv',
            extraId: String(random.below(3)),
          }
        : { walletAddress: random.pick(pool) }),
    });
    const fate = random.pick(['rejected', 'cancelled', 'paid', 'paid', 'paid', null] as const);
    if (fate !== null) fates.push({ at: hours(at, random.below(200) + 1 / 7), id: withdrawalId, fate });
  }
  await settleUntil(ends);
}

const liveDecisions = async (since: Date) =>
  new Map(
    (
      await WithdrawalDecision.query(desk.knex).where({ moment: 'create' }).where('createdAt', '>', since)
    ).map((row) => [row.withdrawalRequestId as string, presentDecision(row)]),
  );

test.each([110, 75, 60, 20, 1])(
  'over %i days the back-test decides about every request as it was decided live',
  async (days) => {
    const since = hours(ends, -days * 24);
    const live = await liveDecisions(since);
    const judged = new Map<string, PolicyDecision>();
    await desk.knex.transaction(async (trx) => {
      await evaluateHistory(
        trx,
        since,
        [strict],
        (request, judge) => void judged.set(request.id, judge(strict, version)),
      );
    });
    expect(judged.size).toBe(live.size);
    expect(judged.size).toBeGreaterThan(days);
    for (const [id, decision] of judged) expect(decision, id).toEqual(live.get(id));
  },
);

test('the history triggers every rule', async () => {
  const spoken = new Set(
    [...(await liveDecisions(begins)).values()].flatMap(({ reasons }) =>
      reasons.map(({ rule, effect }) => `${rule} ${effect}`),
    ),
  );
  for (const scope of ['perUser', 'global'])
    for (const name of ['dayUsd', 'weekUsd', 'monthUsd'])
      for (const effect of ['pass', 'stop']) expect(spoken).toContain(`${scope}.${name} ${effect}`);
  for (const word of [
    'velocity pass',
    'velocity stop',
    'coolingHours pass',
    'coolingHours delay',
    'lookAlike extraApproval',
  ])
    expect(spoken).toContain(word);
});

test('the back-test adds up what was decided', async () => {
  const since = hours(ends, -90 * 24);
  const live = await liveDecisions(since);
  const amounts = new Map(
    (await WithdrawalRequest.query(desk.knex)).map(({ id, amountUsd }) => [id, amountUsd]),
  );
  const of = (outcome: PolicyDecision['outcome']) =>
    [...live].filter(([, decision]) => decision.outcome === outcome).map(([id]) => amounts.get(id) as string);
  const result = await backtest(later, { rules: strict });
  expect(result).toMatchObject({
    days: 90,
    since: since.toISOString(),
    withdrawals: live.size,
    passed: of('pass').length,
    delayed: of('delay').length,
    stopped: of('stop').length,
    passedUsd: sumUsd(of('pass')),
    delayedUsd: sumUsd(of('delay')),
    stoppedUsd: sumUsd(of('stop')),
    extraApprovals: 0,
  });
  expect([result.passed, result.delayed, result.stopped].every((count) => count > 5)).toBe(true);
  const cooling = [...live]
    .filter(([, { reasons }]) =>
      reasons.some(({ rule, effect }) => rule === 'coolingHours' && effect === 'delay'),
    )
    .map(([id]) => amounts.get(id) as string);
  expect(result.byRule.find(({ rule }) => rule === 'coolingHours')).toEqual({
    rule: 'coolingHours',
    effect: 'delay',
    count: cooling.length,
    amountUsd: sumUsd(cooling),
  });
  expect(result.byRule.some(({ effect }) => effect === 'pass')).toBe(false);
});

test('the examples are the fifty largest that a draft stops or delays, with why', async () => {
  const result = await backtest(later, { rules: strict, days: DAYS });
  const held = [...(await liveDecisions(begins))]
    .filter(([, { outcome }]) => outcome !== 'pass')
    .map(([id]) => id);
  const largest = await WithdrawalRequest.query(desk.knex)
    .whereIn('id', held)
    .orderBy('amountUsd', 'desc')
    .limit(50);
  expect(held.length).toBeGreaterThan(50);
  expect(result.examples.map(({ amountUsd }) => amountUsd)).toEqual(
    largest.map(({ amountUsd }) => sumUsd([amountUsd])),
  );
  for (const { decision } of result.examples)
    expect(decision.reasons.some(({ effect }) => effect === 'stop' || effect === 'delay')).toBe(true);
});

test('a draft is compared with the policy in force, approval by approval', async () => {
  const lax = rules({ approvals: [{ fromUsd: '0.00', approvals: 1 }] });
  expect(await backtest(later, { rules: lax })).toMatchObject({
    delayed: 0,
    stopped: 0,
    extraApprovals: 0,
    byRule: [{ rule: 'lookAlike', effect: 'warn' }],
    examples: [],
  });
  const more = rules({
    approvals: strict.approvals.map((band) => ({ ...band, approvals: band.approvals + 3 })),
    bandsBy: strict.bandsBy,
    lookAlike: 'extraApproval',
  });
  const { withdrawals, extraApprovals } = await backtest(later, { rules: more });
  expect(extraApprovals).toBe(3 * withdrawals);
});

test('two policies with different velocity windows each get their own count', async () => {
  const often = rules({ velocity: { requests: 1, hours: 720 } });
  const live = await liveDecisions(begins);
  const stops = { often: 0, strict: 0, live: 0 };
  const stopsByVelocity = (decision: PolicyDecision | undefined) =>
    Number(decision?.reasons.some(({ rule, effect }) => rule === 'velocity' && effect === 'stop'));
  await desk.knex.transaction(async (trx) => {
    await evaluateHistory(trx, begins, [often, strict], (request, judge) => {
      stops.often += stopsByVelocity(judge(often, version));
      stops.strict += stopsByVelocity(judge(strict, version));
      stops.live += stopsByVelocity(live.get(request.id));
    });
  });
  expect(stops.strict).toBe(stops.live);
  expect(stops.often).toBeGreaterThan(stops.strict);
  expect((await backtest(later, { rules: often, days: DAYS })).byRule[0]).toMatchObject({
    rule: 'velocity',
    effect: 'stop',
    count: stops.often,
  });
});

test('an empty history gives zeros', async () => {
  expect(
    await backtest(
      { ...desk, clock: { ...desk.clock, now: () => hours(ends, 24 * 365) } },
      { rules: strict },
    ),
  ).toMatchObject({ withdrawals: 0, passedUsd: '0.00', stoppedUsd: '0.00', byRule: [], examples: [] });
});

test('one back-test runs at a time', async () => {
  // The first one stops at the policy until the lock is released: both are under way at the same time.
  const lock = await desk.knex.transaction();
  await lock.raw('lock table withdrawal_policies in access exclusive mode');
  const both = [backtest(later, { rules: strict }), backtest(later, { rules: strict })];
  await expect(Promise.race(both)).rejects.toMatchObject({ reason: 'RATE_LIMITED' });
  await lock.rollback();
  const results = await Promise.allSettled(both);
  expect(results.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect((await backtest(later, { rules: strict })).withdrawals).toBeGreaterThan(0);
});

test('everyone who may read policies may run a back-test, apps may not', async () => {
  const answer = await call(app, await staffCaller(desk, 'viewer'), 'policies.backtest', {
    rules: strict,
    days: 366,
  });
  expect(answer.data).toMatchObject({ days: 366 });
  expect(
    (await call(app, await appCaller(desk, ['withdrawals.read']), 'policies.backtest', { rules: strict }))
      .error?.data.reason,
  ).toBe('PERMISSION_DENIED');
});

test('rolling sums equal sums computed from the beginning, whatever is cancelled', () => {
  const random = seededRandom('rolling sums');
  const windows = [50, 400, 3000];
  const rolling = new RollingSums(windows);
  const all: { at: number; amount: bigint; entry: ReturnType<RollingSums['add']> }[] = [];
  for (let at = 0; at < 20_000; at += random.below(8)) {
    const amount = BigInt(random.below(1000));
    rolling.sumsAt(at);
    all.push({ at, amount, entry: rolling.add(at, amount) });
    if (random.below(5) === 0) {
      const unlucky = all[Math.max(0, all.length - 1 - random.below(600))];
      if (unlucky !== undefined) {
        rolling.cancel(unlucky.entry);
        unlucky.amount = 0n;
      }
    }
    if (random.below(20) === 0) {
      const expected = windows.map((length) =>
        all.filter((one) => one.at > at - length).reduce((sum, one) => sum + one.amount, 0n),
      );
      expect(rolling.sumsAt(at)).toEqual(expected);
    }
  }
});
