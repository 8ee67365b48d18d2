import { z } from 'zod';
import {
  DASHBOARD_COMPARISONS,
  daysBetween,
  isTimeZone,
  MAX_DASHBOARD_DAYS,
} from '../rules/dashboardRanges.ts';
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

/** Whole days in a time zone, both included. */
export const dashboardRangeInput = z
  .strictObject({
    from: z.iso.date(),
    until: z.iso.date(),
    /** A name of the IANA database, such as `Europe/Berlin`. */
    timeZone: z.string().max(64).refine(isTimeZone, 'not a time zone'),
    /** `previousPeriod`: as many days, just before. `previousYear`: the same days a year earlier. */
    compareTo: z.enum(DASHBOARD_COMPARISONS),
  })
  .refine(({ from, until }) => from <= until, { path: ['until'], error: 'must not be before from' })
  .refine(({ from, until }) => from >= '2000-01-01' && until < '2900-01-01', {
    path: ['from'],
    error: 'must be between the years 2000 and 2899',
  })
  .refine(({ from, until }) => daysBetween(from, until) <= MAX_DASHBOARD_DAYS, {
    path: ['until'],
    error: `at most ${MAX_DASHBOARD_DAYS} days`,
  });

const countedUsd = z.object({ count: z.int(), amountUsd: usdOutput });

/** Postings by what they are; what left the balances is positive too. */
const postingsOutput = z.object({
  deposits: countedUsd,
  withdrawals: countedUsd,
  charges: countedUsd,
  refunds: countedUsd,
  fees: countedUsd,
});
/** Payments by the time when they were created. */
const stepsOutput = z.object({ created: countedUsd, paid: countedUsd, credited: countedUsd });

export const dashboardRangeOutput = z.object({
  from: timeOutput,
  /** Included. */
  until: timeOutput,
  granularity: z.enum(['hour', 'day', 'week', 'month']),
  /** Oldest first, without gaps. `until` is included. */
  buckets: z.array(
    z.object({
      from: timeOutput,
      until: timeOutput,
      ...postingsOutput.shape,
      /** The sum of all balances at its end; null for one that has not begun. */
      liabilitiesUsd: usdOutput.nullable(),
    }),
  ),
  totals: postingsOutput,
  /** At the end of the range, or now. */
  liabilitiesUsd: usdOutput,
  payments: stepsOutput,
  /** Those with the highest amounts credited, of payments created in the range. */
  currencies: z.array(
    z.object({
      currencyCode: z.string(),
      /** `USDT (TRC20)`, as lists have it. */
      currencyDisplayName: z.string(),
      ...stepsOutput.shape,
    }),
  ),
  /** As much of the other range as has passed of this one, to a quarter of an hour. */
  comparison: z
    .object({
      from: timeOutput,
      until: timeOutput,
      totals: postingsOutput,
      liabilitiesUsd: usdOutput,
      payments: stepsOutput,
    })
    .nullable(),
});

export const dashboardHealthOutput = z.object({
  provider: z.object({
    /** The circuit breaker. `open`: calls fail at once; `half_open`: the desk tests the provider. */
    state: z.enum(['closed', 'open', 'half_open']),
    since: timeOutput,
    /** When a report of the provider came in last: a notification, or the answer to a question. */
    lastReportAt: timeOutput.nullable(),
    /** Failures since the last success. */
    failures: z.int(),
    lastFailureAt: timeOutput.nullable(),
    lastError: z.string().nullable(),
    /** How long calls took in the last hour, rounded up to the next of steps of a tenth; null without a call. */
    callTimes: z
      .object({
        calls: z.int(),
        medianMs: z.int(),
        /** Nine of ten calls took at most so long. */
        slowestTenthMs: z.int(),
      })
      .nullable(),
  }),
  /** The latest verification of the whole database; null before the first. */
  verification: z
    .object({ finishedAt: timeOutput, ok: z.boolean(), problem: z.string().nullable() })
    .nullable(),
});
