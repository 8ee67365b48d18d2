import { z } from 'zod';
import { idSchema, timeOutput } from './idSchemas.ts';
import { listInput } from './list.ts';
import { Decimal } from './money.ts';
import { nonNegativeUsdInput, positiveUsdInput, usdOutput } from './moneySchemas.ts';
import { stepUpProofInput } from './stepUpSchemas.ts';

/** From `fromUsd` (inclusive) up to the next band, so many different people must approve. */
const approvalBand = z.object({ fromUsd: nonNegativeUsdInput, approvals: z.int().min(1).max(10) });

/** Asked also of amounts that are none: those have been complained of already. */
const isAbove = (upper: string, lower: string): boolean =>
  ![upper, lower].every((text) => usdOutput.safeParse(text).success) || new Decimal(upper).greaterThan(lower);

/**
 * Most USD that may be requested within the last 24 hours, 7 and 30 days; null: no limit. The windows roll,
 * so that no midnight opens them twice.
 */
const limits = z.object({
  dayUsd: positiveUsdInput.nullable(),
  weekUsd: positiveUsdInput.nullable(),
  monthUsd: positiveUsdInput.nullable(),
});

/** What decides about a withdrawal, as data. Edited by admins; every version is kept. */
export const policyRulesSchema = z.object({
  /** Amount bands; the first begins at 0.00, each later one higher. */
  approvals: z
    .array(approvalBand)
    .min(1)
    .max(10)
    .refine((bands) => bands[0]?.fromUsd === '0.00', 'the first band must begin at 0.00')
    .refine(
      (bands) => bands.every((band, i) => i === 0 || isAbove(band.fromUsd, bands[i - 1]?.fromUsd ?? '0.00')),
      'each band must begin above the one before',
    ),
  /**
   * True lets one person request, approve and complete: for a desk with a single member of staff. Shown as a
   * warning everywhere.
   */
  allowSamePerson: z.boolean(),
  /**
   * `always`: approving, completing and changing the policy need a fresh second factor. `ifEnrolled`: only of
   * those who have one.
   */
  secondFactor: z.enum(['always', 'ifEnrolled']),
  perUser: limits,
  global: limits,
  /** So many requests of one user within so many hours; null: no limit. */
  velocity: z.object({ requests: z.int().min(1).max(10_000), hours: z.int().min(1).max(720) }).nullable(),
  /**
   * Hours that a request to an address this user was never paid at before must wait before it can be
   * approved; 0: none.
   */
  coolingHours: z.int().min(0).max(720),
  /**
   * An address that looks like another one of this user: refuse the request, ask for one more approval, or
   * only say so.
   */
  lookAlike: z.enum(['refuse', 'extraApproval', 'warn']),
  /** How long the crypto amount that was fixed at approval stays good, in seconds. */
  rateSeconds: z.int().min(60).max(86_400),
});
export type PolicyRules = z.output<typeof policyRulesSchema>;

/** `pass`: may go on with `approvals` people; `delay`: not before `notBefore`; `stop`: refused. */
export const policyOutcomeSchema = z.enum(['pass', 'delay', 'stop']);
export const policyReasonOutput = z.object({
  /** The rule, such as `perUser.dayUsd`; stable. */
  rule: z.string(),
  effect: z.enum(['pass', 'delay', 'stop', 'extraApproval', 'warn']),
  /** For people: the figures that led to it. */
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

/** Version 0 is what the settings say until the first one is published. */
export const policyOutput = z.object({
  id: z.string(),
  version: z.int(),
  rules: policyRulesSchema,
  note: z.string(),
  publishedBy: z.string().nullable(),
  publishedAt: timeOutput.nullable(),
  isCurrent: z.boolean(),
});
export const policyListInput = listInput(['version'], z.object({}).partial());
export const policyPublishInput = z.object({
  rules: policyRulesSchema,
  note: z.string().trim().min(3, 'please say why').max(2000),
  /**
   * The version that the editor started from: somebody else's change in between is refused with
   * POLICY_CHANGED.
   */
  baseVersion: z.int().min(0),
  proof: stepUpProofInput.optional(),
});
export const policyBacktestInput = z.object({
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
  /** How many more people would have had to approve than the present policy asks for. */
  extraApprovals: z.int(),
  byRule: z.array(
    z.object({
      rule: z.string(),
      effect: policyReasonOutput.shape.effect,
      count: z.int(),
      amountUsd: usdOutput,
    }),
  ),
  /** The largest of those that were stopped or delayed, 50 at most. */
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
