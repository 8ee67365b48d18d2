import { z } from 'zod';
import { SUSPENSE_REASONS, SUSPENSE_STATUSES } from '../rules/suspense.ts';
import { claimFilter } from './claims.ts';
import {
  actorOutput,
  createdRange,
  currencyFilters,
  idempotencyKey,
  idSchema,
  namesNoTwoUsers,
  NO_TWO_USERS,
  note,
  oneOrMany,
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

export const suspenseStatusSchema = z.enum(SUSPENSE_STATUSES);
export const suspenseReasonSchema = z.enum(SUSPENSE_REASONS);

export const suspenseOutput = z.object({
  id: idSchema,
  reason: suspenseReasonSchema,
  status: suspenseStatusSchema,
  paymentId: idSchema.nullable(),
  userId: idSchema.nullable(),
  providerPaymentId: z.string(),
  currencyCode: z.string(),
  currencyDisplayName: z.string(),
  amount: cryptoOutput,
  amountUsd: usdOutput,
  amountDisplay: z.string(),
  note: z.string().nullable(),
  resolvedBy: actorOutput.nullable(),
  transactionId: idSchema.nullable(),
  evidence: z.unknown(),
  notes: notesOutput,
  createdAt: timeOutput,
  updatedAt: timeOutput,
  resolvedAt: timeOutput.nullable(),
});

export const suspenseListInput = listInput(
  ['createdAt', 'amountUsd', 'updatedAt'],
  z
    .strictObject({
      q: searchText,
      status: oneOrMany(suspenseStatusSchema),
      reason: oneOrMany(suspenseReasonSchema),
      ...userReference,
      paymentId: idSchema,
      hasPayment: z.boolean(),
      ...currencyFilters,
      /** Staff only. */
      claim: claimFilter,
      ...usdRange,
      ...createdRange,
      updatedAfter,
    })
    .partial()
    .refine(namesNoTwoUsers, NO_TWO_USERS),
);
export const suspenseTotalsInput = totalsInput(suspenseListInput);

export const suspenseNoteInput = z.strictObject({ id: idSchema, note, proof: optionalProof });

/** A user is needed only when the item has none yet (a payment that the desk did not know). */
export const suspenseCreditInput = suspenseNoteInput
  .extend({ ...userReference, amountUsd: positiveUsdInput.optional(), idempotencyKey })
  .refine(namesNoTwoUsers, NO_TWO_USERS);
