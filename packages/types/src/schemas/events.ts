import { z } from 'zod';
import {
  DEFAULT_EVENTS_LIMIT,
  EVENT_RESOURCES,
  EVENT_TYPES,
  MAX_EVENTS_LIMIT,
  type EVENTS,
  type EventResource,
  type EventType,
} from '../rules/events.ts';
import type { changeRequestOutput } from './changeRequests.ts';
import type { currencyOutput } from './currencies.ts';
import { idSchema, namesNoTwoUsers, NO_TWO_USERS, timeOutput, userReference } from './fields.ts';
import type { paymentOutput } from './payments.ts';
import type { policyOutput } from './policies.ts';
import type { suspenseOutput } from './suspense.ts';
import type { transactionOutput } from './transactions.ts';
import type { userOutput } from './users.ts';
import type { withdrawalOutput } from './withdrawals.ts';

export const eventTypeSchema = z.enum(EVENT_TYPES);

/** A stop of all payouts, and how it ended. */
export interface PayoutStopData {
  id: string;
  note: string;
  stoppedAt: string;
  /** Null: the desk itself. */
  stoppedBy: { id: string; name: string } | null;
  resumedAt: string | null;
  resumedNote: string | null;
}

/** The database was restored to an earlier time. */
export interface DeskRestoreData {
  id: string;
  restoredAt: string;
  restoredTo: string;
  /** Events with higher numbers than this one, up to `continuesAfter`, are lost: what they reported may not hold. */
  lostAfter: number;
  continuesAfter: number;
}

/** The circuit breaker in front of the provider. */
export interface ProviderData {
  id: string;
  state: 'closed' | 'open' | 'half_open';
  since: string;
  lastError: string | null;
}

/** What a verification of the database has found, by check. */
export interface VerificationData {
  id: string;
  finishedAt: string;
  ok: boolean;
  checks: unknown;
}

/** The head of the sealed books. Amounts are USD with two decimal places. */
export interface LedgerSealData {
  id: string;
  seq: number;
  prevHash: string;
  merkleRoot: string;
  /** Rows under this seal; `totalRows` counts those before it too. */
  leaves: number;
  totalRows: number;
  totalBalanceUsd: string;
  sealedAt: string;
  hash: string;
  signature: string;
  keyId: string;
}

/** `data` by resource: what the resource's `get` answers to the caller. */
export interface EventData {
  payment: z.output<typeof paymentOutput>;
  suspense_item: z.output<typeof suspenseOutput>;
  transaction: z.output<typeof transactionOutput>;
  withdrawal: z.output<typeof withdrawalOutput>;
  payout_stop: PayoutStopData;
  user: z.output<typeof userOutput>;
  /** Without the payload, which is for staff. */
  change_request: z.output<typeof changeRequestOutput>;
  policy: z.output<typeof policyOutput>;
  currency: z.output<typeof currencyOutput>;
  provider: ProviderData;
  verification: VerificationData;
  desk_restore: DeskRestoreData;
  ledger_seal: LedgerSealData;
  webhook_endpoint: Record<string, unknown>;
}

interface EventOf<T extends EventType, R extends EventResource> {
  id: string;
  /** Gapless over all events, but for a restore (`desk.restored`); the cursor for `after`. */
  sequence: number;
  type: T;
  createdAt: string;
  resourceType: R;
  resourceId: string;
  userId: string | null;
  /** As the user is named now. */
  userExternalId: string | null;
  /** The resource as this change left it. Null: it could not be built; read the resource by its id. */
  data: EventData[R] | null;
}

/** An event; `type` says what `data` is. */
export type EventOutput = { [T in EventType]: EventOf<T, (typeof EVENTS)[T]['resource']> }[EventType];

/**
 * `data` is not checked against the schema of its resource: it was written by the version of the desk that was
 * installed then.
 */
export const eventOutput = z.object({
  id: idSchema,
  sequence: z.int(),
  type: eventTypeSchema,
  createdAt: timeOutput,
  resourceType: z.enum(EVENT_RESOURCES),
  resourceId: z.string(),
  userId: idSchema.nullable(),
  userExternalId: z.string().nullable(),
  data: z.record(z.string(), z.unknown()).nullable(),
}) as unknown as z.ZodType<EventOutput, EventOutput>;

/** Digits as a text or a number: the `nextCursor` of a page, or the `sequence` of an event. */
const cursor = z
  .union([z.int().min(0), z.string().regex(/^\d{1,15}$/, 'must be a cursor: the digits of a sequence')])
  .transform(Number);

export const eventCursorInput = z.union([cursor, z.literal('now')]);

export const eventListInput = z
  .strictObject({
    /** Only events behind this cursor; `now`: only those that come from now on. Default: from the oldest kept. */
    after: eventCursorInput.optional(),
    types: z.array(eventTypeSchema).min(1).max(EVENT_TYPES.length).optional(),
    ...userReference,
    limit: z.int().min(1).max(MAX_EVENTS_LIMIT).default(DEFAULT_EVENTS_LIMIT),
  })
  .refine(namesNoTwoUsers, NO_TWO_USERS)
  .default({ limit: DEFAULT_EVENTS_LIMIT });

/** The query of `GET /api/v1/events/stream`. Without `after` (and `Last-Event-ID`) it begins with what comes next. */
export const eventStreamInput = z.strictObject({
  after: eventCursorInput.optional(),
  /** Repeated, or separated by commas. */
  types: z
    .union([z.string(), z.array(z.string())])
    .transform((texts) => [texts].flat().flatMap((text) => text.split(',')))
    .pipe(z.array(eventTypeSchema).min(1).max(EVENT_TYPES.length))
    .optional(),
  userId: idSchema.optional(),
});

/** `nextCursor` is always set: pass it as `after`, also after an empty page. */
export const eventListOutput = z.object({
  data: z.array(eventOutput),
  nextCursor: z.string(),
  hasMore: z.boolean(),
});
