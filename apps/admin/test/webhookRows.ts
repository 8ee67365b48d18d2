import type { WebhookAttempt, WebhookDelivery, WebhookEndpoint } from '../src/providers/records.ts';

export const ENDPOINT = '0198c0de-0000-7000-8000-0000000000e7';
export const DELIVERY = '0198c0de-0000-7000-8000-0000000000de';
const EVENT = '0198c0de-0000-7000-8000-0000000000ee';
const AT = '2026-11-03T10:00:00.000Z';

export const webhookEndpoint = (changes: Partial<WebhookEndpoint> = {}): WebhookEndpoint => ({
  id: ENDPOINT,
  url: 'https://shop.example/hooks/paydesk',
  description: 'The shop',
  eventTypes: null,
  isEnabled: true,
  disabledAt: null,
  disabledReason: null,
  disabledDetail: null,
  cursor: 4711,
  failures: 0,
  failingSince: null,
  nextAttemptAt: null,
  createdByName: 'Ben Reviewer',
  createdAt: AT,
  updatedAt: AT,
  secrets: [{ id: '0198c0de-0000-7000-8000-0000000000a1', isLive: true, endsAt: null, createdAt: AT }],
  ...changes,
});

export const webhookAttempt = (changes: Partial<WebhookAttempt> = {}): WebhookAttempt => ({
  id: '0198c0de-0000-7000-8000-0000000000a7',
  at: AT,
  durationMs: 42,
  requestHeaders: { 'content-type': 'application/json', 'webhook-id': EVENT },
  responseStatus: 200,
  responseHeaders: { 'content-type': 'text/plain' },
  responseBody: 'thanks',
  error: null,
  ...changes,
});

export const webhookDelivery = (changes: Partial<WebhookDelivery> = {}): WebhookDelivery => ({
  id: DELIVERY,
  endpointId: ENDPOINT,
  eventId: EVENT,
  eventSequence: 4711,
  eventType: 'payment.credited',
  kind: 'event',
  status: 'delivered',
  attempts: 1,
  lastStatus: 200,
  lastError: null,
  createdAt: AT,
  finishedAt: AT,
  ...changes,
});
