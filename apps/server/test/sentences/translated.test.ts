import {
  PAYMENT_STATUSES,
  paymentCan,
  type PolicyRules,
  SUSPENSE_STATUSES,
  suspenseCan,
  userCan,
  WITHDRAWAL_STATUSES,
  withdrawalCan,
  type Can,
} from '@paydesk/types';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import {
  createSentences,
  type SentenceCatalog,
} from '../../../admin/src/texts/serverSentences/createSentences.ts';
import { PROGRAM } from '../../src/base/files.ts';
import { CHECKS } from '../../src/doctor/runDoctor.ts';
import { decide } from '../../src/policyEngine/decide.ts';
import type { DecisionFacts } from '../../src/policyEngine/facts.ts';
import { allowedActions, type Situation } from '../../src/withdrawals/allowedActions.ts';

/** Of each template its values alone: what is left of an English sentence is not translated. */
const catalog = JSON.parse(
  readFileSync(new URL('../../../admin/src/texts/serverSentences/de.json', import.meta.url), 'utf8'),
) as SentenceCatalog;
const valuesAlone = Object.fromEntries(
  Object.entries(catalog).map(([english, text]) => [english, (text.match(/\{\d+\}/g) ?? ['-']).join(' ')]),
);
const written = createSentences(valuesAlone, {
  usd: () => '$',
  time: () => '@',
  locale: 'de',
  isolated: (text) => text,
});
const expectTranslated = (sentences: readonly string[]) => {
  expect(sentences.length).toBeGreaterThan(0);
  expect(sentences.filter((sentence) => /\p{L}/u.test(written(sentence)))).toEqual([]);
};

const made = new Date('2026-11-01T10:00:00.000Z');
const sums = { dayUsd: '1400.00', weekUsd: '2400.00', monthUsd: '3400.00' };
const FACTS: DecisionFacts = {
  amountUsd: '1400.00',
  createdAt: made,
  isFrozen: false,
  isAnonymized: false,
  perUser: sums,
  global: sums,
  requests: 3,
  isFirstSeen: true,
  lookAlike:
    'Its first 5 and last 4 characters are those of another address that was used before. The rest differs: compare every character.',
};
const LIMITS = { dayUsd: '1000.00', weekUsd: '1000.00', monthUsd: '9000.00' };
const RULES: PolicyRules = {
  approvals: [
    { fromUsd: '0.00', approvals: 1 },
    { fromUsd: '1000.00', approvals: 2 },
  ],
  bandsBy: 'request',
  allowSamePerson: true,
  secondFactor: 'always',
  lookAlike: 'refuse',
  perUser: LIMITS,
  global: LIMITS,
  velocity: { requests: 2, hours: 24 },
  coolingHours: 24,
  creditorDays: 7,
  rateSeconds: 900,
};

test('every reason of the policy is translated', () => {
  const users = [
    FACTS,
    { ...FACTS, amountUsd: '10.00', isFrozen: true, isAnonymized: true, isFirstSeen: false },
    {
      ...FACTS,
      lookAlike:
        'It differs in only a few characters from another address that was used before. Compare every character.',
    },
  ];
  const policies = (['refuse', 'extraApproval', 'warn'] as const).flatMap((lookAlike) =>
    (['request', 'userDay'] as const).map((bandsBy): PolicyRules => ({ ...RULES, lookAlike, bandsBy })),
  );
  const times = [made, new Date('2026-12-01T10:00:00.000Z')];
  expectTranslated(
    policies.flatMap((rules) =>
      users.flatMap((facts) =>
        times.flatMap((at) => decide(rules, 7, facts, at).reasons.map(({ message }) => message)),
      ),
    ),
  );
});

test('why an action is not possible is translated in every state', () => {
  const payments = PAYMENT_STATUSES.flatMap((status) =>
    ['0.00', '5.00'].flatMap((usd) =>
      ['0.00', '5.00'].flatMap((suspenseAmountUsd) => {
        const row = {
          status,
          providerPaymentId: null,
          creditedAmountUsd: usd,
          suspenseAmountUsd,
          actualAmountUsd: usd,
        };
        return Object.values(paymentCan).map((can) => can(row));
      }),
    ),
  );
  const withdrawals = WITHDRAWAL_STATUSES.flatMap((status) =>
    Object.values(withdrawalCan).map((can) => can({ status })),
  );
  const items = SUSPENSE_STATUSES.map((status) => suspenseCan.resolve({ status }));
  const users = Object.values(userCan).map((can) =>
    can({ isFrozen: true, isAnonymized: true, liveTokens: 0 }),
  );
  expectTranslated([...payments, ...withdrawals, ...items, ...users].flatMap(whyOf));
});

test('what each check of the doctor is about, and what to do, is translated', () => {
  expectTranslated(
    CHECKS.flatMap(({ title, advice }) => [title, advice]).map((text) => text.replaceAll(PROGRAM, '1')),
  );
});

const whyOf = (can: Can): string[] => (can.allowed ? [] : [can.why]);

test('what the review page says about each step is translated', () => {
  const decision = (facts: Partial<DecisionFacts>) =>
    decide(
      { ...RULES, velocity: null, perUser: NO_LIMITS, global: NO_LIMITS },
      7,
      { ...FACTS, lookAlike: null, ...facts },
      made,
    );
  const situation = (changes: Partial<Situation>, row: object = {}): Situation => ({
    withdrawal: {
      status: 'approved',
      isIntact: true,
      requestedBy: { kind: 'staff', id: 'other' },
      approvals: [],
      amountUsd: '5000.00',
      cryptoAmount: '0.015',
      rateExpiresAt: '2026-11-01T11:00:00.000Z',
      payout: null,
      ...row,
    } as unknown as Situation['withdrawal'],
    caller: {
      id: 'me',
      permissions: new Set(['withdrawals.approve', 'withdrawals.cancel', 'withdrawals.pay']),
      hasSecondFactor: true,
      hasPasskey: true,
    },
    rules: { allowSamePerson: false, secondFactor: 'always', approvals: RULES.approvals },
    creditedBy: [],
    decision: decision({ isFirstSeen: false }),
    payoutsOn: true,
    payoutStop: null,
    now: made,
    ...changes,
  });
  const plain = situation({});
  const caller = { ...plain.caller, hasPasskey: false };
  const situations = [
    ...WITHDRAWAL_STATUSES.map((status) => situation({}, { status })),
    ...WITHDRAWAL_STATUSES.map((status) => situation({ creditedBy: ['me'] }, { status })),
    situation({ caller: { ...caller, permissions: new Set() } }),
    situation({}, { isIntact: false }),
    situation({}, { requestedBy: { kind: 'staff', id: 'me' } }),
    situation({}, { approvals: [{ staffId: 'me' }] }),
    situation({}, { status: 'pending', approvals: [{ staffId: 'me' }] }),
    situation({}, { rateExpiresAt: null }),
    situation({}, { rateExpiresAt: '2026-11-01T09:00:00.000Z' }),
    situation({}, { payout: { status: 'sent' } }),
    situation({}, { cryptoAmount: '0.0123456789012345678' }),
    situation({ payoutsOn: false }),
    situation({ payoutStop: { note: '1234' } }),
    situation({ decision: decision({ isFrozen: true }) }),
    situation({ decision: decision({}) }),
    situation({ caller: { ...caller, hasSecondFactor: false } }),
    situation({
      caller,
      rules: { allowSamePerson: false, secondFactor: 'always', approvals: RULES.approvals },
    }),
  ];
  expectTranslated(
    situations.flatMap((one) =>
      Object.values(allowedActions(one)).flatMap(({ why }) => (why === null ? [] : [why])),
    ),
  );
});

const NO_LIMITS = { dayUsd: null, weekUsd: null, monthUsd: null };
