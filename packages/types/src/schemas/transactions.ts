import { z } from 'zod';
import { TRANSACTION_TYPES } from '../rules/transactions.ts';
import {
  actorOutput,
  createdRange,
  description,
  idempotencyKey,
  idSchema,
  note,
  oneOrMany,
  searchText,
  timeOutput,
  usdRange,
} from './fields.ts';
import { listInput } from './lists.ts';
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
  metadata: z.record(z.string(), z.unknown()),
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
      userId: idSchema,
      transactionType: oneOrMany(transactionTypeSchema),
      direction: z.enum(['credit', 'debit']),
      paymentId: idSchema,
      withdrawalRequestId: idSchema,
      ...usdRange,
      ...createdRange,
    })
    .partial(),
);

/** The app's own data to store with a row; at most 4096 characters of JSON. */
export const metadataInput = z
  .record(z.string().max(100), z.unknown())
  .refine((value) => JSON.stringify(value).length <= 4096, 'must be at most 4096 characters of JSON')
  .optional();

const posting = { description, metadata: metadataInput, idempotencyKey, proof: optionalProof };
export const chargeInput = z.strictObject({ userId: idSchema, amountUsd: positiveUsdInput, ...posting });

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

export const adjustInput = z.strictObject({
  userId: idSchema,
  amountUsd: usdInput.refine((amount) => amount !== '0.00' && amount !== '-0.00', 'must not be 0.00'),
  reason: note,
  metadata: metadataInput,
  idempotencyKey,
  proof: optionalProof,
});
