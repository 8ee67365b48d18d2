import { z } from 'zod';
import {
  idSchema,
  namesNoTwoUsers,
  namesOneUser,
  NO_TWO_USERS,
  ONE_USER,
  searchText,
  timeFilter,
  timeOutput,
  userReference,
} from './fields.ts';
import { listInput, totalsInput } from './lists.ts';
import { usdInput, usdOutput } from './money.ts';

export const balanceOutput = z.object({
  /** The same as `userId`: a user has one balance. */
  id: idSchema,
  userId: idSchema,
  balanceUsd: usdOutput,
  heldUsd: usdOutput,
  availableUsd: usdOutput,
  balanceDisplay: z.string(),
  totalDeposited: usdOutput,
  totalWithdrawn: usdOutput,
  transactionCount: z.int(),
  isEmpty: z.boolean(),
  hasTransactions: z.boolean(),
  lastTransactionAt: timeOutput.nullable(),
  createdAt: timeOutput,
  updatedAt: timeOutput,
});

export const balanceListInput = listInput(
  ['balanceUsd', 'heldUsd', 'totalDeposited', 'totalWithdrawn', 'lastTransactionAt', 'createdAt'],
  z
    .strictObject({
      q: searchText,
      ...userReference,
      balanceUsdMin: usdInput,
      balanceUsdMax: usdInput,
      hasHolds: z.boolean(),
      activeAfter: timeFilter,
      activeBefore: timeFilter,
    })
    .partial()
    .refine(namesNoTwoUsers, NO_TWO_USERS),
);
export const balanceTotalsInput = totalsInput(balanceListInput);

export const balanceAtInput = z
  .strictObject({ ...userReference, at: timeFilter })
  .refine(namesOneUser, ONE_USER);

export const balanceAtOutput = z.object({
  userId: idSchema,
  at: timeOutput,
  balanceUsd: usdOutput,
  seq: z.int(),
});

export const balanceVerifyInput = z.strictObject(userReference).refine(namesOneUser, ONE_USER);

export const balanceVerifyOutput = z.object({
  userId: idSchema,
  ok: z.boolean(),
  checkedTransactions: z.int(),
  balanceUsd: usdOutput,
  sumUsd: usdOutput,
  firstBad: z
    .object({ transactionId: idSchema.nullable(), seq: z.int().nullable(), problem: z.string() })
    .nullable(),
});
