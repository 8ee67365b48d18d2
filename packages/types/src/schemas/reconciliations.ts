import { z } from 'zod';
import { actorOutput, idSchema, timeFilter, timeOutput } from './fields.ts';
import { listInput } from './lists.ts';
import { cryptoOutput } from './money.ts';

const reconciliationStatusSchema = z.enum(['running', 'finished', 'failed']);

/** A comparison of the provider's payment list with the books. */
export const reconciliationOutput = z.object({
  id: idSchema,
  status: reconciliationStatusSchema,
  from: timeOutput,
  to: timeOutput,
  startedBy: actorOutput,
  pagesDone: z.int(),
  pagesTotal: z.int().nullable(),
  seen: z.int(),
  matched: z.int(),
  explained: z.int(),
  unexplained: z.int(),
  lastError: z.string().nullable(),
  startedAt: timeOutput,
  finishedAt: timeOutput.nullable(),
});

export const reconciliationListInput = listInput(
  ['startedAt'],
  z
    .strictObject({ status: reconciliationStatusSchema, startedAfter: timeFilter, startedBefore: timeFilter })
    .partial(),
);

/** Days back from now. The default is nine, because the provider watches an address for seven days. */
export const reconciliationStartInput = z.strictObject({ days: z.int().min(1).max(400).optional() });

export const findingOutput = z.object({
  id: idSchema,
  kind: z.string(),
  isExplained: z.boolean(),
  providerPaymentId: z.string(),
  paymentId: idSchema.nullable(),
  providerAmount: cryptoOutput.nullable(),
  booksAmount: cryptoOutput.nullable(),
  detail: z.string(),
  createdAt: timeOutput,
});

export const findingListInput = listInput(
  ['createdAt'],
  z.strictObject({ reconciliationId: idSchema, isExplained: z.boolean() }).partial(),
);
