import { z } from 'zod';
import { PAYMENT_STATUSES } from '../rules/payments.ts';
import {
  createdRange,
  currencyCode,
  currencyFilters,
  description,
  idempotencyKey,
  idSchema,
  namesNoTwoUsers,
  namesOneUser,
  NO_TWO_USERS,
  note,
  ONE_USER,
  oneOrMany,
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
import { cryptoOutput, positiveUsdInput, usdOutput } from './money.ts';
import { notesOutput } from './notes.ts';
import { optionalProof } from './stepUp.ts';

export const paymentStatusSchema = z.enum(PAYMENT_STATUSES);

export const paymentOutput = z.object({
  id: idSchema,
  userId: idSchema,
  internalPaymentId: z.string(),
  amountUsd: usdOutput,
  amountDisplay: z.string(),
  currencyCode: z.string(),
  currencyDisplayName: z.string(),
  network: z.string(),
  networkName: z.string(),
  payAmount: cryptoOutput.nullable(),
  provider: z.string(),
  providerPaymentId: z.string().nullable(),
  parentPaymentId: idSchema.nullable(),
  status: paymentStatusSchema,
  providerStatus: z.string().nullable(),
  payAddress: z.string().nullable(),
  payinExtraId: z.string().nullable(),
  extraIdName: z.string().nullable(),
  paymentUrl: z.string().nullable(),
  qrData: z.string().nullable(),
  transactionHash: z.string().nullable(),
  explorerLink: z.string().nullable(),
  confirmationsCount: z.int(),
  actualAmount: cryptoOutput.nullable(),
  actualAmountUsd: usdOutput,
  creditedAmountUsd: usdOutput,
  suspenseAmountUsd: usdOutput,
  returnedAmountUsd: usdOutput,
  feeAmountUsd: usdOutput,
  inFlightAmountUsd: usdOutput,
  description: z.string(),
  ...referencesOutput,
  needsAttention: z.string().nullable(),
  isPending: z.boolean(),
  isCompleted: z.boolean(),
  canBeCancelled: z.boolean(),
  statusColor: z.string(),
  expiresAt: timeOutput.nullable(),
  completedAt: timeOutput.nullable(),
  statusChangedAt: timeOutput,
  checkedAt: timeOutput.nullable(),
  createdAt: timeOutput,
  updatedAt: timeOutput,
  notes: notesOutput,
  /** The provider's last report as received, amounts as strings; for staff and apps only. */
  providerData: z.unknown().optional(),
});

export const paymentListInput = listInput(
  ['createdAt', 'amountUsd', 'statusChangedAt', 'updatedAt'],
  z
    .strictObject({
      q: searchText,
      ...userReference,
      status: oneOrMany(paymentStatusSchema),
      ...currencyFilters,
      parentPaymentId: idSchema,
      /** A further deposit to the address of another payment. */
      hasParent: z.boolean(),
      needsAttention: z.boolean(),
      /** Money has arrived. */
      hasReceived: z.boolean(),
      /** Some of it, or all, is in the balance of the user. */
      hasCredited: z.boolean(),
      /** Money has arrived that is neither credited nor in suspense yet. */
      hasInFlight: z.boolean(),
      hasSuspense: z.boolean(),
      ...referenceFilters,
      ...usdRange,
      ...createdRange,
      updatedAfter,
    })
    .partial()
    .refine(namesNoTwoUsers, NO_TWO_USERS),
);
export const paymentTotalsInput = totalsInput(paymentListInput);

export const paymentCreateInput = z
  .strictObject({
    ...userReference,
    amountUsd: positiveUsdInput,
    currencyCode,
    description,
    ...references,
    idempotencyKey,
  })
  .refine(namesOneUser, ONE_USER);

export const paymentIdInput = z.strictObject({ id: idSchema });
export const paymentNoteInput = z.strictObject({ id: idSchema, note });
export const paymentMarkCompletedInput = paymentNoteInput.extend({ proof: optionalProof });
