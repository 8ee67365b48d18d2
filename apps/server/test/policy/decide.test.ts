import { type PolicyDecision, type PolicyRules, storedPolicyRulesSchema } from '@paydesk/types';
import { expect, test } from 'vitest';
import { decide } from '../../src/policyEngine/decide.ts';
import type { DecisionFacts } from '../../src/policyEngine/facts.ts';
import { rulesOfSettings } from '../../src/policyEngine/currentPolicy.ts';
import { testSettings } from '../support/testDesk.ts';
import { HOUR, hours, rules } from './policyDesk.ts';

const made = new Date('2026-03-01T12:00:00.000Z');

/** The facts about one ordinary request of 100.00 USD, the first of its user. */
function facts(changes: Partial<DecisionFacts> = {}): DecisionFacts {
  const amountUsd = changes.amountUsd ?? '100.00';
  const requested = { dayUsd: amountUsd, weekUsd: amountUsd, monthUsd: amountUsd };
  return {
    amountUsd,
    createdAt: made,
    isFrozen: false,
    isAnonymized: false,
    perUser: requested,
    global: requested,
    requests: 1,
    isFirstSeen: true,
    lookAlike: null,
    ...changes,
  };
}

const sums = (dayUsd: string, weekUsd = dayUsd, monthUsd = weekUsd) => ({ dayUsd, weekUsd, monthUsd });
const decided = (given: PolicyRules, known: DecisionFacts, at = made): PolicyDecision =>
  decide(given, 7, known, at);
const effectOf = (decision: PolicyDecision, rule: string) =>
  decision.reasons.find((reason) => reason.rule === rule)?.effect;

const bands = rules({
  approvals: [
    { fromUsd: '0.00', approvals: 1 },
    { fromUsd: '1000.00', approvals: 2 },
    { fromUsd: '10000.00', approvals: 5 },
  ],
});

test.each([
  ['10.00', 1],
  ['999.99', 1],
  ['1000.00', 2],
  ['1000.01', 2],
  ['9999.99', 2],
  ['10000.00', 5],
  ['1000000.00', 5],
])('%s USD needs the approvals of its band, whose beginning belongs to it: %i', (amountUsd, approvals) => {
  expect(decided(bands, facts({ amountUsd }))).toMatchObject({
    outcome: 'pass',
    requiredApprovals: approvals,
    policyVersion: 7,
    decidedAt: made.toISOString(),
    notBefore: null,
  });
});

test('small requests of one user within 24 hours are approved as one large one, where the policy says so', () => {
  const split = facts({ amountUsd: '999.00', perUser: sums('1998.00', '50000.00') });
  expect(decided(bands, split).requiredApprovals).toBe(1);
  const { requiredApprovals, reasons } = decided({ ...bands, bandsBy: 'userDay' }, split);
  expect(requiredApprovals).toBe(2);
  expect(reasons[0]?.message).toBe(
    'The user has asked for 1998.00 USD within 24 hours, this request of 999.00 USD included: ' +
      'that is in the band from 1000.00 USD: 2 people must approve.',
  );
});

test('rules from before this was a rule compare each request alone', () => {
  const { bandsBy: _bands, creditorDays: _days, ...old } = bands;
  expect(storedPolicyRulesSchema.parse(old)).toEqual({ ...bands, bandsBy: 'request', creditorDays: 0 });
});

test('a pass states the band and the number of approvals', () => {
  expect(decided(bands, facts({ amountUsd: '1500.00' })).reasons).toEqual([
    {
      rule: 'approvals',
      effect: 'pass',
      message: '1500.00 USD is in the band from 1000.00 USD: 2 people must approve.',
    },
  ]);
});

test.each([
  ['1000.00', [1, 2]],
  ['0.00', [2, 2]],
])('before anything is published SECOND_APPROVAL_USD=%s decides', (amountUsd, approvals) => {
  const given = rulesOfSettings({ settings: testSettings({ SECOND_APPROVAL_USD: amountUsd }) });
  expect(
    ['999.99', '1000.00'].map((amountUsd) => decided(given, facts({ amountUsd })).requiredApprovals),
  ).toEqual(approvals);
  expect(given).toMatchObject({
    allowSamePerson: false,
    velocity: null,
    coolingHours: 0,
    lookAlike: 'extraApproval',
    rateSeconds: 900,
  });
});

test('before anything is published who credited a user decides about no withdrawal of theirs, except with the simulator', () => {
  const days = (environment: Record<string, string>) =>
    rulesOfSettings({ settings: testSettings(environment) }).creditorDays;
  expect([days({ NOWPAYMENTS_API_KEY: 'real', NOWPAYMENTS_IPN_SECRET: 'real' }), days({})]).toEqual([7, 0]);
});

test('before anything is published everyone needs a second factor, except with the simulator', () => {
  const factor = (environment: Record<string, string>) =>
    rulesOfSettings({ settings: testSettings(environment) }).secondFactor;
  expect([factor({ NOWPAYMENTS_API_KEY: 'real', NOWPAYMENTS_IPN_SECRET: 'real' }), factor({})]).toEqual([
    'always',
    'ifEnrolled',
  ]);
});

test.each([
  [{ isFrozen: true }, 'user.frozen'],
  [{ isAnonymized: true }, 'user.anonymized'],
])('a user who is %o gets nothing', (state, rule) => {
  const decision = decided(rules(), facts(state));
  expect([decision.outcome, effectOf(decision, rule)]).toEqual(['stop', 'stop']);
});

const LIMITS = (['perUser', 'global'] as const).flatMap((scope) =>
  (['dayUsd', 'weekUsd', 'monthUsd'] as const).map((name) => [scope, name] as const),
);

test.each(LIMITS)('%s.%s passes exactly its limit and stops one cent more', (scope, name) => {
  const given = rules({ [scope]: { [name]: '1000.00' } });
  const requested = (usd: string) => facts({ [scope]: { ...sums('0.00'), [name]: usd } });
  const exactly = decided(given, requested('1000.00'));
  const above = decided(given, requested('1000.01'));
  expect([
    exactly.outcome,
    effectOf(exactly, `${scope}.${name}`),
    above.outcome,
    effectOf(above, `${scope}.${name}`),
  ]).toEqual(['pass', 'pass', 'stop', 'stop']);
  expect(above.reasons.find(({ effect }) => effect === 'stop')?.message).toMatch(
    /1000\.01 USD within .* the limit is 1000\.00 USD/,
  );
});

test('cents beyond the precision of a float are distinguished', () => {
  const given = rules({ perUser: { monthUsd: '999999999999999.98' } });
  expect(decided(given, facts({ perUser: sums('0.00', '0.00', '999999999999999.98') })).outcome).toBe('pass');
  expect(decided(given, facts({ perUser: sums('0.00', '0.00', '999999999999999.99') })).outcome).toBe('stop');
});

test('a limit of one window does not count another', () => {
  expect(
    decided(rules({ perUser: { dayUsd: '10.00' } }), facts({ perUser: sums('10.00', '9999.00') })).outcome,
  ).toBe('pass');
});

test('velocity passes the last allowed request and stops the next', () => {
  const given = rules({ velocity: { requests: 3, hours: 24 } });
  expect([3, 4].map((requests) => decided(given, facts({ requests })).outcome)).toEqual(['pass', 'stop']);
});

test.each([
  [0, 'delay'],
  [24 - 1 / HOUR, 'delay'],
  [24, 'pass'],
  [1000, 'pass'],
  [-5, 'delay'],
])(
  'an address that the user was never paid at waits: %f h after the request it is a %s',
  (after, outcome) => {
    const decision = decided(rules({ coolingHours: 24 }), facts(), hours(made, after));
    expect(decision).toMatchObject({ outcome, notBefore: '2026-03-02T12:00:00.000Z' });
  },
);

test('an address that the user was paid at does not wait', () => {
  expect(decided(rules({ coolingHours: 24 }), facts({ isFirstSeen: false }))).toMatchObject({
    outcome: 'pass',
    notBefore: null,
  });
});

test.each([
  ['refuse', 'stop', 1, 'stop'],
  ['extraApproval', 'pass', 2, 'extraApproval'],
  ['warn', 'pass', 1, 'warn'],
] as const)('a look-alike under %s: %s with %i', (lookAlike, outcome, requiredApprovals, effect) => {
  const decision = decided(rules({ lookAlike }), facts({ lookAlike: 'It looks like another.' }));
  expect(decision).toMatchObject({ outcome, requiredApprovals });
  expect(decision.reasons.at(-1)).toMatchObject({
    rule: 'lookAlike',
    effect,
    message: expect.stringMatching(/^It looks like another\. /) as string,
  });
});

test('the number of approvals is at most ten', () => {
  const given = rules({ approvals: [{ fromUsd: '0.00', approvals: 10 }], lookAlike: 'extraApproval' });
  expect(decided(given, facts({ lookAlike: 'Alike.' })).requiredApprovals).toBe(10);
});

test('a stop outweighs a delay, and both have reasons', () => {
  const decision = decided(rules({ coolingHours: 24, perUser: { dayUsd: '1.00' } }), facts());
  expect(decision.outcome).toBe('stop');
  expect(decision.reasons.map(({ rule, effect }) => [rule, effect])).toEqual([
    ['approvals', 'pass'],
    ['perUser.dayUsd', 'stop'],
    ['coolingHours', 'delay'],
  ]);
});

test('every decision has a warning when one person may do everything', () => {
  expect(effectOf(decided(rules({ allowSamePerson: true }), facts()), 'allowSamePerson')).toBe('warn');
  expect(effectOf(decided(rules(), facts()), 'allowSamePerson')).toBeUndefined();
});

test('missing sums or counts are an error, not zero', () => {
  expect(() => decided(rules({ global: { dayUsd: '5.00' } }), facts({ global: null }))).toThrow(
    'the sums for global.dayUsd are missing',
  );
  expect(() => decided(rules({ velocity: { requests: 1, hours: 1 } }), facts({ requests: null }))).toThrow(
    'the count for velocity is missing',
  );
});
