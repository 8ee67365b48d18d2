import { z } from 'zod';
import { idSchema, timeOutput } from './fields.ts';
import { usdOutput } from './money.ts';
import { policyDecisionOutput, secondFactorSchema } from './policies.ts';
import { withdrawalOutput } from './withdrawals.ts';

/** Whether the caller may do this now, and if not, why: for buttons. `setUp`: what they lack, and can add themselves. */
const mayOutput = z.object({
  allowed: z.boolean(),
  why: z.string().nullable(),
  setUp: z.enum(['secondFactor', 'passkey']).optional(),
});

/** Everything that an approver needs to see before deciding, in one answer. */
export const withdrawalReviewOutput = z.object({
  withdrawal: withdrawalOutput,
  user: z.object({
    id: idSchema,
    username: z.string(),
    externalId: z.string(),
    isFrozen: z.boolean(),
    createdAt: timeOutput,
    balanceUsd: usdOutput,
    heldUsd: usdOutput,
    availableUsd: usdOutput,
    deposits: z.object({ count: z.int(), amountUsd: usdOutput, lastAt: timeOutput.nullable() }),
    /** Completed withdrawals, without this request. */
    withdrawals: z.object({ count: z.int(), amountUsd: usdOutput, lastAt: timeOutput.nullable() }),
    /** Balance at the end of each of the last 90 days (UTC), oldest first. */
    balanceByDay: z.array(z.object({ day: z.iso.date(), balanceUsd: usdOutput })),
  }),
  address: z.object({
    /** Requests of this user to the same address, without this one. */
    earlierRequests: z.int(),
    paidBefore: z.int(),
    firstUsedAt: timeOutput.nullable(),
    /** Other users with requests to the same address, `MAX_OTHER_ADDRESS_USERS` at most. */
    otherUsers: z.array(
      z.object({ userId: idSchema, username: z.string(), requests: z.int(), lastAt: timeOutput }),
    ),
    /** Another address of this user that this one could be mistaken for. */
    lookAlike: z
      .object({ address: z.string(), message: z.string(), lastUsedAt: timeOutput.nullable() })
      .nullable(),
    isFirstSeen: z.boolean(),
  }),
  /** What the current policy decides about this request now. */
  decision: policyDecisionOutput,
  /** The parts of the current policy that the review page warns about. */
  policy: z.object({
    version: z.int(),
    allowSamePerson: z.boolean(),
    /** Withdrawals of this amount or more need a passkey; see `passkeyFromUsd`. */
    passkeyFromUsd: usdOutput,
    secondFactor: secondFactorSchema,
  }),
  may: z.object({
    approve: mayOutput,
    reject: mayOutput,
    cancel: mayOutput,
    startProcessing: mayOutput,
    payOut: mayOutput,
    complete: mayOutput,
    returnToApproved: mayOutput,
    refreshRate: mayOutput,
  }),
  /** The desk can send through the provider; otherwise staff send by hand and see no other choice. */
  payoutsOn: z.boolean(),
  /** This request's place among those in the same state (pending; approved and processing), oldest first. */
  queue: z.object({
    position: z.int().nullable(),
    total: z.int(),
    previousId: idSchema.nullable(),
    nextId: idSchema.nullable(),
  }),
  serverTime: timeOutput,
});
