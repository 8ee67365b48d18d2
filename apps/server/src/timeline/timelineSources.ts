import type { Permission, TimelineEntry, TimelineKind } from '@paydesk/types';

/** Rows that become entries of a timeline; `r` is the row, `s` a payment of the timeline. */
export interface TimelineSource {
  /** Its name in cursors. */
  key: string;
  kind: TimelineKind;
  permission: Permission;
  table: string;
  joins?: string;
  where?: string;
  /** Two columns with an index behind that of the user or the payment. */
  at: string;
  id: string;
  /** The conditions that find the rows of a user, and of a payment, by an index. */
  ofUser: string | null;
  ofPayment: string | null;
  resource: TimelineEntry['resource'];
  resourceId: string;
  status: string;
  detail?: string;
  amountUsd?: string;
  amount?: string;
  currencyCode?: string;
  text?: string;
  /** Kind, id and name of who did it. */
  actor?: readonly [kind: string, id: string, name: string];
}

const ofUser = 'r.user_id = :id';

const payment = {
  permission: 'payments.read',
  table: 'payments',
  id: 'r.id',
  ofUser,
  ofPayment: 'r.id = s.id',
  resource: 'payments',
  resourceId: 'r.id',
  status: 'r.status',
  amountUsd: 'r.amount_usd',
  currencyCode: 'r.currency_code',
} as const;

const suspense = {
  permission: 'suspense.read',
  table: 'suspense_items',
  id: 'r.id',
  ofUser,
  ofPayment: 'r.payment_id = s.id',
  resource: 'suspense',
  resourceId: 'r.id',
  detail: 'r.reason',
  amountUsd: 'r.amount_usd',
  amount: 'r.amount',
  currencyCode: 'r.currency_code',
} as const;

const withdrawal = {
  permission: 'withdrawals.read',
  table: 'withdrawal_requests',
  id: 'r.id',
  ofUser,
  ofPayment: null,
  resource: 'withdrawals',
  resourceId: 'r.id',
  status: 'r.status',
  detail: 'r.internal_withdrawal_id',
  amountUsd: 'r.amount_usd',
  amount: 'r.crypto_amount',
  currencyCode: 'r.currency_code',
} as const;

const note = {
  kind: 'note',
  table: 'notes',
  at: 'r.created_at',
  id: 'r.id',
  ofUser: 'r.about_user_id = :id',
  status: 'r.action',
  text: 'r.text',
  actor: ['r.author_kind', 'r.author_id', 'r.author_name'],
} as const;

const user = {
  permission: 'users.read',
  table: 'users',
  id: 'r.id',
  ofUser: 'r.id = :id',
  ofPayment: null,
} as const;

/**
 * Of entries at the same millisecond, those further down count as newer. The conditions repeat those of partial indexes
 * (0041), or the planner would not use them.
 */
export const TIMELINE_SOURCES: readonly TimelineSource[] = [
  {
    ...user,
    key: 'user',
    kind: 'userCreated',
    at: 'r.created_at',
    resource: 'users',
    resourceId: 'r.id',
    status: `'created'`,
  },
  {
    ...user,
    key: 'anonymized',
    kind: 'userAnonymized',
    where: 'r.anonymized_at is not null',
    at: 'r.anonymized_at',
    resource: 'users',
    resourceId: 'r.id',
    status: `'anonymized'`,
  },
  {
    ...payment,
    key: 'payment',
    kind: 'paymentCreated',
    at: 'r.created_at',
    detail: 'r.parent_payment_id::text',
    amount: 'r.pay_amount',
    text: 'r.description',
    actor: ['r.created_by_kind', 'r.created_by_id', 'null'],
  },
  {
    key: 'report',
    kind: 'providerReport',
    permission: 'payments.read',
    table: 'provider_event_outcomes',
    joins: 'join provider_events e on e.id = r.event_id',
    where: `r.outcome in ('applied', 'unknown_status', 'suspense', 'flagged')`,
    at: 'r.decided_at',
    id: 'r.event_id',
    ofUser,
    ofPayment: 'r.payment_id = s.id',
    resource: 'payments',
    resourceId: 'r.payment_id',
    status: 'e.provider_status',
    detail: 'r.outcome',
    amount: `case when e.body ->> 'actually_paid' ~ '^\\d{1,30}(\\.\\d{1,30}){0,1}$'
      then (e.body ->> 'actually_paid')::numeric end`,
    currencyCode: `upper(e.body ->> 'pay_currency')`,
  },
  {
    ...payment,
    key: 'ended',
    kind: 'paymentEnded',
    where: `r.status in ('partially_paid', 'failed', 'expired', 'cancelled', 'refunded')`,
    at: 'r.status_changed_at',
    amount: 'r.actual_amount',
  },
  {
    ...suspense,
    key: 'suspense',
    kind: 'suspenseOpened',
    at: 'r.created_at',
    status: `'open'`,
  },
  {
    ...suspense,
    key: 'resolved',
    kind: 'suspenseClosed',
    where: 'r.resolved_at is not null',
    at: 'r.resolved_at',
    status: 'r.status',
    actor: ['r.resolved_by_kind', 'r.resolved_by_id', 'r.resolved_by_name'],
  },
  {
    ...withdrawal,
    key: 'withdrawal',
    kind: 'withdrawalRequested',
    at: 'r.created_at',
    // What was quoted; what is sent is fixed later.
    amount: 'r.quoted_crypto_amount',
    actor: ['r.requested_by_kind', 'r.requested_by_id', 'r.requested_by_name'],
  },
  {
    key: 'approval',
    kind: 'approval',
    permission: 'withdrawals.read',
    table: 'withdrawal_approvals',
    at: 'r.created_at',
    id: 'r.id',
    ofUser,
    ofPayment: null,
    resource: 'withdrawals',
    resourceId: 'r.withdrawal_request_id',
    status: `'approved'`,
    detail: 'r.step_up_kind',
    text: 'r.note',
    actor: [`'staff'`, 'r.staff_id', 'r.staff_name'],
  },
  {
    ...withdrawal,
    key: 'rate',
    kind: 'rateFixed',
    where: 'r.rate_fixed_at is not null',
    at: 'r.rate_fixed_at',
    amountUsd: 'r.final_amount_usd',
  },
  {
    key: 'payout',
    kind: 'payout',
    permission: 'withdrawals.read',
    table: 'payouts',
    at: 'r.status_changed_at',
    id: 'r.id',
    ofUser,
    ofPayment: null,
    resource: 'withdrawals',
    resourceId: 'r.withdrawal_request_id',
    status: 'r.status',
    detail: 'r.provider_status',
    amount: 'r.crypto_amount',
    currencyCode: 'r.currency_code',
    text: 'r.message',
    actor: ['r.ordered_by_kind', 'r.ordered_by_id', 'r.ordered_by_name'],
  },
  {
    ...withdrawal,
    key: 'changed',
    kind: 'withdrawalChanged',
    where: `r.status in ('processing', 'completed', 'rejected', 'cancelled')`,
    at: 'r.status_changed_at',
    actor: [
      `case r.status when 'completed' then r.completed_by_kind when 'processing' then r.started_by_kind end`,
      `case r.status when 'completed' then r.completed_by_id when 'processing' then r.started_by_id end`,
      `case r.status when 'completed' then r.completed_by_name when 'processing' then r.started_by_name end`,
    ],
  },
  {
    key: 'posting',
    kind: 'posting',
    permission: 'transactions.read',
    table: 'transactions',
    at: 'r.created_at',
    id: 'r.id',
    ofUser,
    ofPayment: 'r.payment_id = s.id',
    resource: 'transactions',
    resourceId: 'r.id',
    status: 'r.transaction_type',
    amountUsd: 'r.amount_usd',
    text: 'r.description',
    actor: ['r.actor_kind', 'r.actor_id', 'r.actor_name'],
  },
  {
    ...note,
    key: 'paymentNote',
    permission: 'payments.read',
    where: 'r.payment_id is not null',
    ofPayment: 'r.payment_id = s.id',
    resource: 'payments',
    resourceId: 'r.payment_id',
  },
  {
    ...note,
    key: 'suspenseNote',
    permission: 'suspense.read',
    where: 'r.suspense_item_id is not null',
    ofPayment: 'r.suspense_item_id in (select i.id from suspense_items i where i.payment_id = s.id)',
    resource: 'suspense',
    resourceId: 'r.suspense_item_id',
  },
  {
    ...note,
    key: 'withdrawalNote',
    permission: 'withdrawals.read',
    // The note of an approval is shown with the approval.
    where: `r.withdrawal_request_id is not null and r.action <> 'withdrawals.approve'`,
    ofPayment: null,
    resource: 'withdrawals',
    resourceId: 'r.withdrawal_request_id',
  },
  {
    ...note,
    key: 'userNote',
    permission: 'users.read',
    where: 'r.user_id is not null',
    ofPayment: null,
    resource: 'users',
    resourceId: 'r.user_id',
  },
  {
    key: 'audit',
    kind: 'audit',
    permission: 'audit.read',
    table: 'audit_log',
    // With a note, it is shown as the note.
    where: `r.note is null and r.action in ('payments.cancel', 'payments.answerRefused', 'payments.reportHeld')`,
    at: 'r.created_at',
    id: 'r.id',
    ofUser: null,
    ofPayment: `r.subject_kind = 'payment' and r.subject_id = s.id::text`,
    resource: 'audit',
    resourceId: 'r.id',
    status: 'r.action',
    actor: ['r.actor_kind', 'r.actor_id', 'r.actor_name'],
  },
];
