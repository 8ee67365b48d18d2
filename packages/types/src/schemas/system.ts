import { z } from 'zod';
import { payoutStopOutput } from './changeRequests.ts';
import { idSchema, timeOutput } from './fields.ts';
import { cryptoInput, usdOutput } from './money.ts';

export const systemInfoOutput = z.object({
  version: z.string(),
  simulatorInUse: z.boolean(),
  provider: z.string(),
  publicUrl: z.string(),
  partialPayments: z.enum(['credit', 'suspense']),
  secondApprovalUsd: usdOutput,
  /** Not null: all payouts are stopped. */
  payoutStop: payoutStopOutput.optional(),
  /** What the nightly verification of the database found; null before the first. `problem`: the first fault. */
  lastVerification: z
    .object({ finishedAt: timeOutput, ok: z.boolean(), problem: z.string().nullable() })
    .nullish(),
  serverTime: timeOutput,
  /** The provider's circuit breaker. `open`: calls fail at once; `half_open`: the desk tests the provider. */
  providerCircuit: z
    .object({
      state: z.enum(['closed', 'open', 'half_open']),
      since: timeOutput,
      lastError: z.string().nullable(),
    })
    .optional(),
});

export const simulateDepositInput = z.strictObject({
  paymentId: idSchema,
  amount: z.union([z.literal('full'), cryptoInput]),
});
