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
  amount: ((value: string) => string) | null;
  /** The column of its user, if rows of a user that was found are shown. */
  userColumn: string | null;
  /** The columns of an answer that it has, of the row `r`. */
  shown: Partial<Record<keyof SearchHit, string>>;
}

const money = (column: string) => (value: string) => `${column} = ${value}::numeric`;
const nothing = {
  internalId: null,
  equal: [],
  beginsWith: [],
  words: [],
  contains: null,
  amount: null,
  userColumn: null,
} as const;

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
    ...nothing,
    table: 'payments',
    permission: 'payments.read',
    internalId: 'internal_payment_id',
    equal: [
      ['providerId', (value) => `provider_payment_id = ${value}`],
      ['orderId', (value) => `order_id = ${value}`],
      ['id', (value) => `checkout_token = ${value}`],
    ],
    beginsWith: [
      ['address', 'lower(pay_address)'],
      ['hash', 'lower(transaction_hash)'],
    ],
    amount: money('amount_usd'),
    userColumn: 'user_id',
    shown: {
      status: 'r.status',
      amountUsd: 'r.amount_usd::text',
      currencyCode: 'r.currency_code',
      suspenseAmountUsd: 'r.suspense_amount_usd::text',
      needsAttention: 'r.needs_attention',
      userId: 'r.user_id::text',
      statusChangedAt: 'r.status_changed_at',
    },
  },
  withdrawals: {
    ...nothing,
    table: 'withdrawal_requests',
    permission: 'withdrawals.read',
    internalId: 'internal_withdrawal_id',
    equal: [
      ['orderId', (value) => `order_id = ${value}`],
      // Every spelling of one account.
      ['address', (value) => `address_key = account_key(${value})`],
    ],
    beginsWith: [
      ['address', 'lower(wallet_address)'],
      ['hash', 'lower(transaction_hash)'],
    ],
    amount: money('amount_usd'),
    userColumn: 'user_id',
    shown: {
      status: 'r.status',
      amountUsd: 'r.amount_usd::text',
      currencyCode: 'r.currency_code',
      userId: 'r.user_id::text',
      statusChangedAt: 'r.status_changed_at',
    },
  },
  suspense: {
    ...nothing,
    table: 'suspense_items',
    permission: 'suspense.read',
    equal: [['providerId', (value) => `provider_payment_id = ${value}`]],
    amount: money('amount_usd'),
    userColumn: 'user_id',
    shown: {
      status: 'r.status',
      amountUsd: 'r.amount_usd::text',
      currencyCode: 'r.currency_code',
      userId: 'r.user_id::text',
      statusChangedAt: 'r.resolved_at',
    },
  },
  transactions: {
    ...nothing,
    table: 'transactions',
    permission: 'transactions.read',
    equal: [['orderId', (value) => `order_id = ${value}`]],
    amount: (value) => `amount_usd in (${value}::numeric, -${value}::numeric)`,
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
