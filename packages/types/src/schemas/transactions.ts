import { z } from 'zod';
import { TRANSACTION_TYPES } from '../rules/transactions.ts';
import {
  actorOutput,
  createdRange,
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
import { positiveUsdInput, usdInput, usdOutput } from './money.ts';
import { optionalProof } from './stepUp.ts';

export const transactionTypeSchema = z.enum(TRANSACTION_TYPES);

export const transactionOutput = z.object({
  id: idSchema,
  userId: idSchema,
  seq: z.int(),
  transactionType: transactionTypeSchema,
  amountUsd: usdOutput,
  amountDisplay: z.string(),
  balanceAfter: usdOutput,
  isCredit: z.boolean(),
  isDebit: z.boolean(),
  typeColor: z.string(),
  paymentId: idSchema.nullable(),
  withdrawalRequestId: idSchema.nullable(),
  suspenseItemId: idSchema.nullable(),
  refundOfId: idSchema.nullable(),
  description: z.string(),
  ...referencesOutput,
  actor: actorOutput,
  prevHash: z.string(),
  hash: z.string(),
  createdAt: timeOutput,
});

export const transactionListInput = listInput(
  ['createdAt', 'amountUsd', 'seq'],
  z
    .strictObject({
      q: searchText,
      ...userReference,
      transactionType: oneOrMany(transactionTypeSchema),
      direction: z.enum(['credit', 'debit']),
      paymentId: idSchema,
      withdrawalRequestId: idSchema,
      ...referenceFilters,
      ...usdRange,
      ...createdRange,
      /** The same as `createdAfter`: a transaction never changes. */
      updatedAfter,
    })
    .partial()
    .refine(namesNoTwoUsers, NO_TWO_USERS),
);
export const transactionTotalsInput = totalsInput(transactionListInput);

const posting = { description, ...references, idempotencyKey, proof: optionalProof };
export const chargeInput = z
  .strictObject({ ...userReference, amountUsd: positiveUsdInput, ...posting })
  .refine(namesOneUser, ONE_USER);

/**
 * `chargeId` is the id of a transaction of type `payment`; the refunds of a charge never exceed it. Without
 * `amountUsd`, the rest is refunded.
 */
export const refundInput = z.strictObject({
  chargeId: idSchema,
  amountUsd: positiveUsdInput.optional(),
  ...posting,
});

export const bonusInput = chargeInput;
export const feeInput = chargeInput;

export const adjustInput = z
  .strictObject({
    ...userReference,
    amountUsd: usdInput.refine((amount) => amount !== '0.00' && amount !== '-0.00', 'must not be 0.00'),
    reason: note,
    ...references,
    idempotencyKey,
    proof: optionalProof,
  })
  .refine(namesOneUser, ONE_USER);
