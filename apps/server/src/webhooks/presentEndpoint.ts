import type { webhookEndpointOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { WebhookEndpoint } from '../models/WebhookEndpoint.ts';

/** An endpoint as sent over the wire, without its secrets' values. Its `secrets` must be fetched. */
export function presentEndpoint(e: WebhookEndpoint): z.output<typeof webhookEndpointOutput> {
  return {
    id: e.id,
    url: e.url,
    description: e.description,
    eventTypes: e.eventTypes,
    isEnabled: e.disabledAt === null,
    disabledAt: e.disabledAt?.toISOString() ?? null,
    disabledReason: e.disabledReason,
    disabledDetail: e.disabledDetail,
    cursor: Number(e.cursor),
    failures: e.failures,
    failingSince: e.failingSince?.toISOString() ?? null,
    nextAttemptAt: e.failures > 0 && e.disabledAt === null ? e.nextAttemptAt.toISOString() : null,
    createdByName: e.createdByName,
    createdAt: e.createdAt.toISOString(),
    updatedAt: e.updatedAt.toISOString(),
    secrets: (e.secrets ?? []).map(({ id, endsAt, createdAt }) => ({
      id,
      isLive: endsAt === null || endsAt > new Date(),
      endsAt: endsAt?.toISOString() ?? null,
      createdAt: createdAt.toISOString(),
    })),
  };
}
