import { z } from 'zod';
import { payoutStopOutput } from './changeRequests.ts';
import { idSchema, timeOutput } from './fields.ts';
import { usdOutput } from './money.ts';

export const dashboardSummaryOutput = z.object({
  withdrawalsToReview: z.object({ count: z.int(), amountUsd: usdOutput, oldestAt: timeOutput.nullable() }),
  withdrawalsToPay: z.object({ count: z.int(), amountUsd: usdOutput }),
  depositsInFlight: z.object({ count: z.int(), amountUsd: usdOutput }),
  suspenseOpen: z.object({ count: z.int(), amountUsd: usdOutput }),
  needsAttention: z.object({ count: z.int() }),
  /** Currencies off offer until a person accepts what the provider changed. */
  currencyChanges: z.object({ count: z.int() }),
  /** Endpoints that the desk itself has disabled, and enabled ones that fail now. */
  webhooks: z.object({ disabled: z.int(), failing: z.int() }),
  /** Open withdrawals whose row was changed directly in the database. Anything but 0 is an alert. */
  tamperedWithdrawals: z.object({ count: z.int() }),
  /** `delayed`: changes that need no approval and take effect unless someone cancels them. */
  changeRequests: z.object({
    waiting: z.int(),
    delayed: z.array(
      z.object({ id: idSchema, summary: z.string(), makerName: z.string(), notBefore: timeOutput }),
    ),
  }),
  payoutStop: payoutStopOutput,
  liabilitiesUsd: usdOutput,
  heldUsd: usdOutput,
  users: z.int(),
  conservation: z.object({
    /** For payments, and without one: `receivedUnmatchedUsd`. */
    receivedUsd: usdOutput,
    receivedUnmatchedUsd: usdOutput,
    creditedUsd: usdOutput,
    suspenseUsd: usdOutput,
    returnedUsd: usdOutput,
    feeUsd: usdOutput,
    inFlightUsd: usdOutput,
    unexplainedUsd: usdOutput,
  }),
  /** `from`: when these 24 hours began. */
  last24h: z.object({
    from: timeOutput,
    depositedUsd: usdOutput,
    withdrawnUsd: usdOutput,
    chargedUsd: usdOutput,
  }),
});

export const dashboardSeriesInput = z.strictObject({ days: z.int().min(1).max(366).optional() });

export const dashboardSeriesOutput = z.object({
  data: z.array(
    z.object({
      day: z.iso.date(),
      depositedUsd: usdOutput,
      withdrawnUsd: usdOutput,
      chargedUsd: usdOutput,
      refundedUsd: usdOutput,
    }),
  ),
});
