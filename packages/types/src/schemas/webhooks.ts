import { z } from 'zod';
import { EVENT_TYPES } from '../rules/events.ts';
import {
  DEFAULT_SECRET_OVERLAP_HOURS,
  MAX_SECRET_OVERLAP_HOURS,
  WEBHOOK_DELIVERY_KINDS,
  WEBHOOK_DELIVERY_STATUSES,
  WEBHOOK_DISABLED_REASONS,
} from '../rules/webhooks.ts';
import { eventCursorInput, eventTypeSchema } from './events.ts';
import { createdRange, idSchema, oneOrMany, searchText, timeOutput } from './fields.ts';
import { listInput } from './lists.ts';
import { optionalProof } from './stepUp.ts';

const url = z.url({ protocol: /^https?$/, error: 'must be an https:// address' }).max(2048);
const description = z.string().trim().max(500);
/** Null: every type, also those that later versions add. */
const eventTypes = z.array(eventTypeSchema).min(1).max(EVENT_TYPES.length).nullable();

/** One signing secret. The secret itself is shown once, when it is made. */
export const webhookSecretOutput = z.object({
  id: idSchema,
  isLive: z.boolean(),
  /** Null: the current one. */
  endsAt: timeOutput.nullable(),
  createdAt: timeOutput,
});

export const webhookEndpointOutput = z.object({
  id: idSchema,
  url: z.string(),
  description: z.string(),
  eventTypes: z.array(z.string()).nullable(),
  isEnabled: z.boolean(),
  disabledAt: timeOutput.nullable(),
  disabledReason: z.enum(WEBHOOK_DISABLED_REASONS).nullable(),
  /** The last failure, in words. */
  disabledDetail: z.string().nullable(),
  /** Everything up to this sequence was delivered. */
  cursor: z.int(),
  /** Failed attempts of the event behind the cursor. */
  failures: z.int(),
  failingSince: timeOutput.nullable(),
  /** When it is tried again; null: nothing has failed. */
  nextAttemptAt: timeOutput.nullable(),
  createdByName: z.string().nullable(),
  createdAt: timeOutput,
  updatedAt: timeOutput,
  /** Newest first; those that have ended too. */
  secrets: z.array(webhookSecretOutput),
});

export const webhookEndpointListInput = listInput(
  ['createdAt', 'url'],
  z
    .strictObject({
      q: searchText,
      isEnabled: z.boolean(),
      /** Disabled by the desk, not by staff. */
      isDisabledByDesk: z.boolean(),
      /** Enabled, and its last delivery failed. */
      isFailing: z.boolean(),
    })
    .partial(),
);

export const webhookEndpointCreateInput = z.strictObject({
  url,
  description: description.default(''),
  eventTypes: eventTypes.default(null),
  /** Only events behind this cursor; default: those that come from now on. */
  after: eventCursorInput.default('now'),
  proof: optionalProof,
});

/** The only time the secret itself is shown. */
export const webhookEndpointSecretOutput = webhookEndpointOutput.extend({ secret: z.string() });

export const webhookEndpointUpdateInput = z.strictObject({
  id: idSchema,
  url: url.optional(),
  description: description.optional(),
  eventTypes: eventTypes.optional(),
  proof: optionalProof,
});

/** `secret`: the new one, shown once, when the URL was changed; null otherwise. */
export const webhookEndpointUpdateOutput = webhookEndpointOutput.extend({ secret: z.string().nullable() });

export const webhookEndpointIdInput = z.strictObject({ id: idSchema, proof: optionalProof });

/** `after`: goes on from there instead of where it stopped. */
export const webhookEndpointEnableInput = z.strictObject({
  id: idSchema,
  after: eventCursorInput.optional(),
  proof: optionalProof,
});

/** `overlapHours`: how long requests are signed with the old secret too; 0 ends it at once. */
export const webhookEndpointRotateInput = z.strictObject({
  id: idSchema,
  overlapHours: z.int().min(0).max(MAX_SECRET_OVERLAP_HOURS).default(DEFAULT_SECRET_OVERLAP_HOURS),
  proof: optionalProof,
});

/** The events behind `after` are sent again, in order; a later cursor leaves events out. */
export const webhookEndpointReplayInput = z.strictObject({
  id: idSchema,
  after: eventCursorInput,
  proof: optionalProof,
});

export const webhookEndpointTestInput = z.strictObject({ id: idSchema });

const headers = z.record(z.string(), z.string());

export const webhookAttemptOutput = z.object({
  id: idSchema,
  at: timeOutput,
  durationMs: z.int(),
  /** Without the signatures. */
  requestHeaders: headers,
  responseStatus: z.int().nullable(),
  responseHeaders: headers.nullable(),
  /** The first 4 kB. */
  responseBody: z.string().nullable(),
  error: z.string().nullable(),
});

export const webhookDeliveryOutput = z.object({
  id: idSchema,
  endpointId: idSchema,
  eventId: idSchema,
  eventSequence: z.int(),
  eventType: z.string(),
  kind: z.enum(WEBHOOK_DELIVERY_KINDS),
  status: z.enum(WEBHOOK_DELIVERY_STATUSES),
  attempts: z.int(),
  lastStatus: z.int().nullable(),
  lastError: z.string().nullable(),
  createdAt: timeOutput,
  finishedAt: timeOutput.nullable(),
  /** Only by `get`, oldest first. */
  log: z.array(webhookAttemptOutput).optional(),
  /** Only by `get`. Null: the event was removed by age. */
  body: z.string().nullable().optional(),
  /** Only by `get`. False: the event shows less now, because its user was anonymised. Null: nothing was sent yet. */
  bodyIsAsSent: z.boolean().nullable().optional(),
});

export const webhookDeliveryListInput = listInput(
  ['createdAt'],
  z
    .strictObject({
      endpointId: idSchema,
      eventId: idSchema,
      eventType: oneOrMany(eventTypeSchema),
      kind: oneOrMany(z.enum(WEBHOOK_DELIVERY_KINDS)),
      status: oneOrMany(z.enum(WEBHOOK_DELIVERY_STATUSES)),
      ...createdRange,
    })
    .partial(),
);

export const webhookDeliveryResendInput = z.strictObject({ id: idSchema });

/** What the receiver got, and what it computed. No secret is sent. */
export const webhookDeliveryExplainInput = z.strictObject({
  id: idSchema,
  /** As the receiver's code sees it. */
  body: z.string().max(200_000),
  /** `webhook-id`, `webhook-timestamp` and `webhook-signature`, as received. */
  webhookId: z.string().max(500).optional(),
  webhookTimestamp: z.string().max(500).optional(),
  webhookSignature: z.string().max(2000).optional(),
  /** The signature that the receiver's code expected, with or without `v1,`. */
  computedSignature: z.string().max(2000).optional(),
});

/** What differs, most likely cause first. Empty: the request is right, and was signed with a valid secret. */
export const webhookDeliveryExplainOutput = z.object({
  findings: z.array(
    z.object({
      /** Stable, for programs. */
      code: z.string(),
      message: z.string(),
    }),
  ),
});
