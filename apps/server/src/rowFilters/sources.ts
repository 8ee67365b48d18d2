import type { Permission, SearchHit, SearchMatch, SearchResource } from '@paydesk/types';

/** A condition on one value, which has an index. */
type Condition = readonly [matched: SearchMatch, sql: (value: string) => string];
/** An expression with an index of beginnings, in lower case. */
type Beginning = readonly [matched: SearchMatch, sql: string];

/** Where one resource is searched, and what is shown of it. */
export interface Source {
  table: string;
  /** Who may read it. */
  permission: Permission;
  /** Ids that people read aloud, as `PAY_…`. */
  internalId: string | null;
  equal: readonly Condition[];
  /** Addresses, hashes and references. */
  beginsWith: readonly Beginning[];
  /** Names: also with spaces. */
  words: readonly Beginning[];
  /** An expression of a small table, or with a trigram index. */
  contains: string | null;
  /** Lists also search the `description`, which has a trigram index. */
  described: boolean;
  /** The signs that its `amount_usd` may have; none: it has no amount to look for. */
  amountSigns: readonly ('' | '-')[];
  /** Whether the latest rows of a user who was found are shown too. */
  ofFoundUsers: boolean;
  /** The columns of an answer that it has, of the row `r`. */
  shown: Partial<Record<keyof SearchHit, string>>;
}

const nothing = {
  internalId: null,
  equal: [],
  beginsWith: [],
  words: [],
  contains: null,
  described: false,
  amountSigns: [],
  ofFoundUsers: false,
} as const;

/** Rows of a user, with an amount. */
const ofUser = { ...nothing, amountSigns: [''], ofFoundUsers: true } as const;
const shownOfUser = {
  status: 'r.status',
  amountUsd: 'r.amount_usd::text',
  currencyCode: 'r.currency_code',
  userId: 'r.user_id::text',
} as const;

/** An app may use one reference several times. */
const ORDER_ID: Condition = ['orderId', (value) => `order_id = ${value} order by created_at desc, id desc`];
const TRANSACTION_HASH: Beginning = ['hash', 'lower(transaction_hash)'];

export const SOURCES: Record<SearchResource, Source> = {
  users: {
    ...nothing,
    table: 'users',
    permission: 'users.read',
    equal: [['externalId', (value) => `external_id = ${value}`]],
    words: [
      ['email', 'lower(email)'],
      ['name', 'lower(username)'],
      ['externalId', 'lower(external_id)'],
    ],
    contains: `(username || ' ' || coalesce(email, '') || ' ' || external_id)`,
    shown: {
      name: 'r.username',
      status: `case when r.anonymized_at is not null then 'anonymized' when r.frozen_at is not null then 'frozen' end`,
    },
  },
  payments: {
    ...ofUser,
    table: 'payments',
    described: true,
    permission: 'payments.read',
    internalId: 'internal_payment_id',
    equal: [
      ['providerId', (value) => `provider_payment_id = ${value}`],
      ORDER_ID,
      ['id', (value) => `checkout_token = ${value}`],
    ],
    beginsWith: [['address', 'lower(pay_address)'], TRANSACTION_HASH],
    shown: {
      ...shownOfUser,
      suspenseAmountUsd: 'r.suspense_amount_usd::text',
      needsAttention: 'r.needs_attention',
      statusChangedAt: 'r.status_changed_at',
    },
  },
  withdrawals: {
    ...ofUser,
    table: 'withdrawal_requests',
    permission: 'withdrawals.read',
    internalId: 'internal_withdrawal_id',
    equal: [
      ORDER_ID,
      // Every spelling of one account.
      ['address', (value) => `address_key = account_key(${value})`],
    ],
    beginsWith: [['address', 'lower(wallet_address)'], TRANSACTION_HASH],
    shown: { ...shownOfUser, statusChangedAt: 'r.status_changed_at' },
  },
  suspense: {
    ...ofUser,
    table: 'suspense_items',
    permission: 'suspense.read',
    equal: [['providerId', (value) => `provider_payment_id = ${value}`]],
    shown: { ...shownOfUser, statusChangedAt: 'r.resolved_at' },
  },
  transactions: {
    ...nothing,
    table: 'transactions',
    described: true,
    permission: 'transactions.read',
    equal: [ORDER_ID],
    amountSigns: ['', '-'],
    shown: { status: 'r.transaction_type', amountUsd: 'r.amount_usd::text', userId: 'r.user_id::text' },
  },
  changeRequests: {
    ...nothing,
    table: 'change_requests',
    permission: 'changeRequests.read',
    shown: { name: 'r.summary', status: 'r.status' },
  },
  currencies: {
    ...nothing,
    table: 'currencies',
    permission: 'currencies.read',
    contains: `(code || ' ' || name)`,
    shown: {
      name: 'r.name',
      currencyCode: 'r.code',
      status: `case when r.is_active then 'active' else 'inactive' end`,
    },
  },
  staff: {
    ...nothing,
    table: 'staff',
    permission: 'staff.manage',
    contains: `(name || ' ' || email)`,
    shown: {
      name: 'r.name',
      status: `case when r.deactivated_at is null then r.role else 'deactivated' end`,
    },
  },
  apiKeys: {
    ...nothing,
    table: 'api_keys',
    permission: 'apiKeys.manage',
    contains: 'name',
    shown: {
      name: 'r.name',
      status: `case when r.revoked_at is null then 'active' else 'revoked' end`,
    },
  },
};
