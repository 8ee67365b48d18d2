import type { PolicyDecision, PolicyRules } from '@paydesk/types';
import { expect, test } from 'vitest';
import { decide } from '../../src/policyEngine/decide.ts';
import type { DecisionFacts } from '../../src/policyEngine/facts.ts';
import { rulesOfSettings } from '../../src/policyEngine/currentPolicy.ts';
import { testSettings } from '../support/testDesk.ts';
import { HOUR, hours, rules } from './policyDesk.ts';

const made = new Date('2026-03-01T12:00:00.000Z');

/** What is known about one ordinary request of 100.00 USD, the first of its user. */
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
const said = (given: PolicyRules, known: DecisionFacts, at = made): PolicyDecision =>
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
  expect(said(bands, facts({ amountUsd }))).toMatchObject({
    outcome: 'pass',
    requiredApprovals: approvals,
    policyVersion: 7,
    decidedAt: made.toISOString(),
    notBefore: null,
  });
});

test('a pass says which band and how many people', () => {
  expect(said(bands, facts({ amountUsd: '1500.00' })).reasons).toEqual([
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
    ['999.99', '1000.00'].map((asked) => said(given, facts({ amountUsd: asked })).requiredApprovals),
  ).toEqual(approvals);
  expect(given).toMatchObject({
    allowSamePerson: false,
    velocity: null,
    coolingHours: 0,
    lookAlike: 'extraApproval',
    rateSeconds: 900,
  });
});

test('before anything is published everybody needs a second factor, unless the money is the simulator’s', () => {
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
  const decision = said(rules(), facts(state));
  expect([decision.outcome, effectOf(decision, rule)]).toEqual(['stop', 'stop']);
});

const LIMITS = (['perUser', 'global'] as const).flatMap((scope) =>
  (['dayUsd', 'weekUsd', 'monthUsd'] as const).map((name) => [scope, name] as const),
);

test.each(LIMITS)('%s.%s lets through exactly its limit and stops one cent more', (scope, name) => {
  const given = rules({ [scope]: { [name]: '1000.00' } });
  const requested = (usd: string) => facts({ [scope]: { ...sums('0.00'), [name]: usd } });
  const exactly = said(given, requested('1000.00'));
  const above = said(given, requested('1000.01'));
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

test('cents far beyond what a float can hold are told apart', () => {
  const given = rules({ perUser: { monthUsd: '999999999999999.98' } });
  expect(said(given, facts({ perUser: sums('0.00', '0.00', '999999999999999.98') })).outcome).toBe('pass');
  expect(said(given, facts({ perUser: sums('0.00', '0.00', '999999999999999.99') })).outcome).toBe('stop');
});

test('a limit of one window does not look at another', () => {
  expect(
    said(rules({ perUser: { dayUsd: '10.00' } }), facts({ perUser: sums('10.00', '9999.00') })).outcome,
  ).toBe('pass');
});

test('velocity lets through the last one allowed and stops the next', () => {
  const given = rules({ velocity: { requests: 3, hours: 24 } });
  expect([3, 4].map((requests) => said(given, facts({ requests })).outcome)).toEqual(['pass', 'stop']);
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
    const decision = said(rules({ coolingHours: 24 }), facts(), hours(made, after));
    expect(decision).toMatchObject({ outcome, notBefore: '2026-03-02T12:00:00.000Z' });
  },
);

test('an address that the user was paid at does not wait', () => {
  expect(said(rules({ coolingHours: 24 }), facts({ isFirstSeen: false }))).toMatchObject({
    outcome: 'pass',
    notBefore: null,
  });
});

test.each([
  ['refuse', 'stop', 1, 'stop'],
  ['extraApproval', 'pass', 2, 'extraApproval'],
  ['warn', 'pass', 1, 'warn'],
] as const)('a look-alike under %s: %s with %i', (lookAlike, outcome, requiredApprovals, effect) => {
  const decision = said(rules({ lookAlike }), facts({ lookAlike: 'It looks like another.' }));
  expect(decision).toMatchObject({ outcome, requiredApprovals });
  expect(decision.reasons.at(-1)).toMatchObject({
    rule: 'lookAlike',
    effect,
    message: expect.stringMatching(/^It looks like another\. /) as string,
  });
});

test('one more than ten approvals is ten', () => {
  const given = rules({ approvals: [{ fromUsd: '0.00', approvals: 10 }], lookAlike: 'extraApproval' });
  expect(said(given, facts({ lookAlike: 'Alike.' })).requiredApprovals).toBe(10);
});

test('a stop outweighs a delay, and both say why', () => {
  const decision = said(rules({ coolingHours: 24, perUser: { dayUsd: '1.00' } }), facts());
  expect(decision.outcome).toBe('stop');
  expect(decision.reasons.map(({ rule, effect }) => [rule, effect])).toEqual([
    ['approvals', 'pass'],
    ['perUser.dayUsd', 'stop'],
    ['coolingHours', 'delay'],
  ]);
});

test('one person doing everything is said with every decision', () => {
  expect(effectOf(said(rules({ allowSamePerson: true }), facts()), 'allowSamePerson')).toBe('warn');
  expect(effectOf(said(rules(), facts()), 'allowSamePerson')).toBeUndefined();
});

test('sums or counts that nobody made are no zeros', () => {
  expect(() => said(rules({ global: { dayUsd: '5.00' } }), facts({ global: null }))).toThrow(
    'the sums for global.dayUsd are missing',
  );
  expect(() => said(rules({ velocity: { requests: 1, hours: 1 } }), facts({ requests: null }))).toThrow(
    'the count for velocity is missing',
  );
});
