import type { EventResource } from './events.ts';
import type { Permission } from './permissions.ts';

/**
 * What the admin app hears of, by the rows that have changed, and the permission to hear of it: that of their list.
 * Unlike events, topics are no interface for apps and may change with any version.
 */
export const LIVE_TOPICS = {
  payments: 'payments.read',
  suspense: 'suspense.read',
  transactions: 'transactions.read',
  withdrawals: 'withdrawals.read',
  payoutStops: 'withdrawals.read',
  users: 'users.read',
  changeRequests: 'changeRequests.read',
  policies: 'policies.read',
  currencies: 'currencies.read',
  reconciliations: 'reconciliations.read',
  webhookEndpoints: 'webhookEndpoints.read',
  webhookDeliveries: 'webhookDeliveries.read',
  events: 'events.read',
  audit: 'audit.read',
  auditSeals: 'audit.read',
  apiKeys: 'apiKeys.manage',
  staff: 'staff.manage',
  claims: 'claims.read',
  system: 'system.read',
} as const satisfies Record<string, Permission>;
export type LiveTopic = keyof typeof LIVE_TOPICS;

/** Null: nothing on a page shows it. */
export const TOPIC_OF_EVENT: Record<EventResource, LiveTopic | null> = {
  payment: 'payments',
  suspense_item: 'suspense',
  transaction: 'transactions',
  withdrawal: 'withdrawals',
  payout_stop: 'payoutStops',
  user: 'users',
  change_request: 'changeRequests',
  policy: 'policies',
  currency: 'currencies',
  provider: 'system',
  verification: 'system',
  desk_restore: 'payoutStops',
  ledger_seal: null,
  webhook_endpoint: 'webhookEndpoints',
};

/** A row that has changed; without an id, some rows of the topic. */
export type LiveChange = readonly [topic: LiveTopic, id: string | null];

/** The data of one message of the live stream. */
export interface LiveMessage {
  changes: readonly LiveChange[];
}
