import { z } from 'zod';
import { MAX_BULK_WITHDRAWALS } from '../rules/limits.ts';
import { PAYOUT_STATUSES } from '../rules/payouts.ts';
import { WITHDRAWAL_STATUSES } from '../rules/withdrawals.ts';
import { claimFilter } from './claims.ts';
import {
  actorOutput,
  createdRange,
  currencyCode,
  currencyFilters,
  idempotencyKey,
  idSchema,
  namesNoTwoUsers,
  namesOneUser,
  NO_TWO_USERS,
  note,
  ONE_USER,
  oneOrMany,
  optionalNote,
  referenceFilters,
  references,
  referencesOutput,
  searchText,
  timeOutput,
  updatedAfter,
  usdRange,
  userReference,
} from './fields.ts';
import { listInput, totalsInput } from './lists.ts';
import { cryptoInput, cryptoOutput, positiveUsdInput, usdOutput } from './money.ts';
import { notesOutput } from './notes.ts';
import { policyDecisionOutput } from './policies.ts';
import { optionalProof, stepUpKindSchema } from './stepUp.ts';

export const withdrawalStatusSchema = z.enum(WITHDRAWAL_STATUSES);

export const approvalOutput = z.object({
  id: idSchema,
  staffId: z.string(),
  staffName: z.string(),
  note: z.string().nullable(),
  stepUp: stepUpKindSchema,
  /** False: the request has changed since this approval. */
  isForThisPayload: z.boolean(),
  createdAt: timeOutput,
});

/** A payout through the provider, when one was ordered. */
export const payoutOutput = z.object({
  id: idSchema,
  status: z.enum(PAYOUT_STATUSES),
  providerPayoutId: z.string().nullable(),
  message: z.string().nullable(),
  orderedBy: z.string(),
  createdAt: timeOutput,
  updatedAt: timeOutput,
});

export const withdrawalOutput = z.object({
  id: idSchema,
  userId: idSchema,
  internalWithdrawalId: z.string(),
  amountUsd: usdOutput,
  amountDisplay: z.string(),
  currencyCode: z.string(),
  currencyDisplayName: z.string(),
  network: z.string(),
  networkName: z.string(),
  walletAddress: z.string(),
  extraId: z.string().nullable(),
  extraIdName: z.string().nullable(),
  networkFeeUsd: usdOutput,
  serviceFeeUsd: usdOutput,
  totalFeeUsd: usdOutput,
  finalAmountUsd: usdOutput,
  cryptoAmount: cryptoOutput.nullable(),
  status: withdrawalStatusSchema,
  statusColor: z.string(),
  isPending: z.boolean(),
  canBeCancelled: z.boolean(),
  approvals: z.array(approvalOutput),
  requiredApprovals: z.int(),
  requestedBy: actorOutput,
  ...referencesOutput,
  adminNotes: z.string(),
  transactionHash: z.string().nullable(),
  explorerLink: z.string().nullable(),
  approvedAt: timeOutput.nullable(),
  rejectedAt: timeOutput.nullable(),
  cancelledAt: timeOutput.nullable(),
  completedAt: timeOutput.nullable(),
  statusChangedAt: timeOutput,
  createdAt: timeOutput,
  updatedAt: timeOutput,
  /** US dollars per unit of the currency, fixed at approval; null before it, or without a provider rate. */
  rateUsd: cryptoOutput.nullable(),
  rateFixedAt: timeOutput.nullable(),
  rateExpiresAt: timeOutput.nullable(),
  /** The estimated crypto amount that the user was shown when requesting. */
  quotedCryptoAmount: cryptoOutput.nullable(),
  quotedAt: timeOutput.nullable(),
  /** SHA-256 of the request; approvals are bound to it. */
  payloadHash: z.string(),
  /** False: the row was changed directly in the database. It can only be rejected. */
  isIntact: z.boolean(),
  /** The reason that staff gave for an address whose network has no address check; null: it was checked. */
  addressConfirmation: z.string().nullable(),
  /** The policy's decision at the request; null for end users. */
  decision: policyDecisionOutput.nullable(),
  startedBy: actorOutput.nullable(),
  completedBy: actorOutput.nullable(),
  payout: payoutOutput.nullable(),
  notes: notesOutput,
});

export const withdrawalListInput = listInput(
  ['createdAt', 'amountUsd', 'statusChangedAt', 'updatedAt'],
  z
    .strictObject({
      q: searchText,
      ...userReference,
      status: oneOrMany(withdrawalStatusSchema),
      ...currencyFilters,
      /** False: the row is no longer what was requested. */
      isIntact: z.boolean(),
      ...referenceFilters,
      /** Only those that wait for the caller's approval. Staff only. */
      forMe: z.boolean(),
      /** Staff only. */
      claim: claimFilter,
      ...usdRange,
      ...createdRange,
      updatedAfter,
    })
    .partial()
    .refine(namesNoTwoUsers, NO_TWO_USERS),
);
export const withdrawalTotalsInput = totalsInput(withdrawalListInput);

export const withdrawalQuoteInput = z.strictObject({ amountUsd: positiveUsdInput, currencyCode });

export const withdrawalQuoteOutput = z.object({
  amountUsd: usdOutput,
  currencyCode: z.string(),
  networkFeeUsd: usdOutput,
  serviceFeeUsd: usdOutput,
  totalFeeUsd: usdOutput,
  finalAmountUsd: usdOutput,
  /** What the final amount buys at the provider's current rate. */
  cryptoAmountEstimate: cryptoOutput.nullable(),
  minimumUsd: usdOutput,
  quotedAt: timeOutput,
  /** The signed quote for `withdrawals.create`: until `expiresAt`, the request costs what was shown. */
  quote: z.string(),
  expiresAt: timeOutput,
});

export const withdrawalCreateInput = z
  .strictObject({
    ...userReference,
    amountUsd: positiveUsdInput,
    currencyCode,
    walletAddress: z.string().trim().min(1).max(1000),
    extraId: z.string().min(1).max(256).optional(),
    ...references,
    idempotencyKey,
    /** From `withdrawals.quote`. */
    quote: z.string().max(2000).optional(),
    /** For a network without an address check: staff confirm the address and give the reason. */
    addressConfirmation: note.optional(),
    proof: optionalProof,
  })
  .refine(namesOneUser, ONE_USER);

export const withdrawalIdInput = z.strictObject({ id: idSchema, proof: optionalProof });

export const withdrawalApproveInput = z.strictObject({
  id: idSchema,
  note: optionalNote,
  proof: optionalProof,
});

const withdrawalIds = z
  .array(idSchema)
  .min(1)
  .max(MAX_BULK_WITHDRAWALS)
  .refine((ids) => new Set(ids).size === ids.length, 'must not name a withdrawal twice');

/** One proof covers all of them; every check runs for each row. */
export const withdrawalApproveManyInput = z.strictObject({
  ids: withdrawalIds,
  note: optionalNote,
  proof: optionalProof,
});

export const withdrawalRejectManyInput = z.strictObject({
  ids: withdrawalIds,
  reason: note,
  proof: optionalProof,
});

export const withdrawalManyOutput = z.object({
  results: z.array(
    z.object({
      id: idSchema,
      ok: z.boolean(),
      status: withdrawalStatusSchema.nullable(),
      reason: z.string().nullable(),
      message: z.string().nullable(),
    }),
  ),
});

export const withdrawalRejectInput = z.strictObject({ id: idSchema, reason: note, proof: optionalProof });

export const withdrawalCompleteInput = z.strictObject({
  id: idSchema,
  transactionHash: z.string().trim().min(1).max(200),
  cryptoAmount: cryptoInput.optional(),
  /** Why another amount was sent than the one that was fixed. Required beyond `SENT_AMOUNT_TOLERANCE`. */
  note: note.optional(),
  proof: optionalProof,
});

export const withdrawalPayOutInput = z.strictObject({ id: idSchema, proof: optionalProof });
export const withdrawalNoteInput = z.strictObject({ id: idSchema, note, proof: optionalProof });
