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

/** What the checks of the doctor look at, in the order of the report. */
export const DOCTOR_GROUPS = ['machine', 'secrets', 'backups', 'database', 'work'] as const;
export type DoctorGroup = (typeof DOCTOR_GROUPS)[number];

/** `notice`: worth knowing, nothing to do now. `skipped`: it could not be looked at. */
export const DOCTOR_STATES = ['failed', 'warning', 'notice', 'ok', 'skipped'] as const;
export type DoctorState = (typeof DOCTOR_STATES)[number];

/** `again`: look now, and do not answer with a report of the last minute. */
export const doctorInput = z.strictObject({ again: z.boolean().optional() });

/** What the doctor finds, as the server that answers sees it. */
export const doctorOutput = z.object({
  checkedAt: timeOutput,
  /** Before this time `again` gets the same report. */
  againAt: timeOutput,
  checks: z.array(
    z.object({
      /** Stable, for programs. */
      name: z.string(),
      group: z.enum(DOCTOR_GROUPS),
      /** What is right. */
      title: z.string(),
      state: z.enum(DOCTOR_STATES),
      found: z.string(),
      /** What a person does if it is not ok. */
      advice: z.string(),
      /** Where the documentation says more, from the root of the repository. */
      link: z.string(),
    }),
  ),
});
