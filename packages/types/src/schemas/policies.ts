import { z } from 'zod';
import { MAX_APPROVALS, MAX_BANDS, MAX_CREDITOR_DAYS } from '../rules/limits.ts';
import { Decimal } from '../rules/money.ts';
import { idSchema, note, timeOutput } from './fields.ts';
import { listInput } from './lists.ts';
import { nonNegativeUsdInput, positiveUsdInput, usdOutput } from './money.ts';
import { optionalProof } from './stepUp.ts';

/**
 * `always`: approving, completing and changing the policy need a fresh second factor. `ifEnrolled`: only for
 * those who have one.
 */
export const secondFactorSchema = z.enum(['always', 'ifEnrolled']);

/** How many different people must approve an amount from `fromUsd` (inclusive) up to the next band. */
const approvalBand = z.strictObject({
  fromUsd: nonNegativeUsdInput,
  approvals: z.int().min(1).max(MAX_APPROVALS),
});

export const bandsBySchema = z.enum(['request', 'userDay']);

/** True for malformed amounts, which have their own error already. */
const isAbove = (upper: string, lower: string): boolean =>
  ![upper, lower].every((text) => usdOutput.safeParse(text).success) || new Decimal(upper).greaterThan(lower);

/**
 * Most USD that may be requested within the last 24 hours, 7 days and 30 days; null: no limit. The windows
 * roll, so that a limit cannot be used twice around midnight.
 */
const limits = z.strictObject({
  dayUsd: positiveUsdInput.nullable(),
  weekUsd: positiveUsdInput.nullable(),
  monthUsd: positiveUsdInput.nullable(),
});

/** The rules for withdrawals, as data. Edited by admins; every version is kept. */
export const policyRulesSchema = z.strictObject({
  /** Amount bands; the first begins at 0.00, each later one higher. */
  approvals: z
    .array(approvalBand)
    .min(1)
    .max(MAX_BANDS)
    .refine((bands) => bands[0]?.fromUsd === '0.00', 'the first band must begin at 0.00')
    .refine(
      (bands) => bands.every((band, i) => i === 0 || isAbove(band.fromUsd, bands[i - 1]?.fromUsd ?? '0.00')),
      'each band must begin above the one before',
    ),
  /**
   * What the bands are compared with: the amount of the request alone, or all that the user has asked for within 24
   * hours with it, so that many small requests are approved as one large one.
   */
  bandsBy: bandsBySchema,
  /**
   * True lets one person request, approve and complete: for a desk with a single member of staff. Every page
   * concerned shows a warning.
   */
  allowSamePerson: z.boolean(),
  secondFactor: secondFactorSchema,
  /**
   * Who made or approved a credit to a user within this many days before a withdrawal of that user is requested
   * neither approves nor pays it; 0: they may. For a credit and its withdrawal this takes four people.
   */
  creditorDays: z.int().min(0).max(MAX_CREDITOR_DAYS),
  perUser: limits,
  global: limits,
  /** Most requests of one user within a number of hours; null: no limit. */
  velocity: z
    .strictObject({ requests: z.int().min(1).max(10_000), hours: z.int().min(1).max(720) })
    .nullable(),
  /** Hours that a request to an address new to this user waits before it can be approved; 0: no wait. */
  coolingHours: z.int().min(0).max(720),
  /** For an address similar to another one of this user: refuse, require one more approval, or warn. */
  lookAlike: z.enum(['refuse', 'extraApproval', 'warn']),
  /** Seconds for which the crypto amount fixed at approval is valid. */
  rateSeconds: z.int().min(60).max(86_400),
});
export type PolicyRules = z.output<typeof policyRulesSchema>;

/** Versions of the policy from before some of the rules existed go on as they were. */
export const storedPolicyRulesSchema = policyRulesSchema.extend({
  bandsBy: bandsBySchema.default('request'),
  creditorDays: policyRulesSchema.shape.creditorDays.default(0),
});

/** `pass`: allowed with `requiredApprovals` people; `delay`: not before `notBefore`; `stop`: refused. */
export const policyOutcomeSchema = z.enum(['pass', 'delay', 'stop']);

export const policyReasonOutput = z.object({
  /** The rule, such as `perUser.dayUsd`; stable. */
  rule: z.string(),
  effect: z.enum(['pass', 'delay', 'stop', 'extraApproval', 'warn']),
  /** For people: the figures behind the effect. */
  message: z.string(),
});

export const policyDecisionOutput = z.object({
  policyVersion: z.int(),
  outcome: policyOutcomeSchema,
  requiredApprovals: z.int(),
  notBefore: timeOutput.nullable(),
  reasons: z.array(policyReasonOutput),
  decidedAt: timeOutput,
});
export type PolicyDecision = z.output<typeof policyDecisionOutput>;

/** Version 0 comes from the settings and is in force until the first policy is published. */
export const policyOutput = z.object({
  id: z.string(),
  version: z.int(),
  rules: policyRulesSchema,
  note: z.string(),
  publishedBy: z.string().nullable(),
  publishedAt: timeOutput.nullable(),
  isCurrent: z.boolean(),
});

export const policyListInput = listInput(['version'], z.strictObject({}).partial());

export const policyPublishInput = z.strictObject({
  rules: policyRulesSchema,
  note,
  /** The version that the editor started from; with a newer one in force, publishing fails with POLICY_CHANGED. */
  baseVersion: z.int().min(0),
  proof: optionalProof,
});

export const policyBacktestInput = z.strictObject({
  rules: policyRulesSchema,
  days: z.int().min(1).max(366).optional(),
});

export const policyBacktestOutput = z.object({
  days: z.int(),
  since: timeOutput,
  withdrawals: z.int(),
  passed: z.int(),
  delayed: z.int(),
  stopped: z.int(),
  passedUsd: usdOutput,
  delayedUsd: usdOutput,
  stoppedUsd: usdOutput,
  /** How many more approvals would have been needed than under the current policy. */
  extraApprovals: z.int(),
  byRule: z.array(
    z.object({
      rule: z.string(),
      effect: policyReasonOutput.shape.effect,
      count: z.int(),
      amountUsd: usdOutput,
    }),
  ),
  /** The largest withdrawals that were stopped or delayed, 50 at most. */
  examples: z.array(
    z.object({
      withdrawalId: idSchema,
      internalWithdrawalId: z.string(),
      userId: idSchema,
      amountUsd: usdOutput,
      createdAt: timeOutput,
      decision: policyDecisionOutput,
    }),
  ),
  tookMs: z.int(),
});
