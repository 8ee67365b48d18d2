import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { canonicalText } from '../base/canonicalText.ts';

interface SealedRows {
  table: string;
  fields: readonly string[];
  /** Which rows `r` of the table have to be sealed; all when left out. */
  when?: string;
}

/** The kinds of row that are sealed: what never changes of each, in the order in which it is hashed. */
const KINDS = {
  user: { table: 'users', fields: ['created_at'] },
  payment: {
    table: 'payments',
    fields: [
      'user_id',
      'internal_payment_id',
      'parent_payment_id',
      'amount_usd',
      'currency_code',
      'created_at',
    ],
  },
  suspense_opened: {
    table: 'suspense_items',
    fields: ['reason', 'payment_id', 'provider_payment_id', 'currency_code', 'amount', 'created_at'],
  },
  suspense_resolved: {
    table: 'suspense_items',
    fields: ['status', 'amount_usd', 'user_id', 'resolved_by_kind', 'resolved_by_id', 'resolved_at', 'note'],
    when: "r.status <> 'open'",
  },
  withdrawal: {
    table: 'withdrawal_requests',
    fields: ['user_id', 'payload_hash', 'amount_usd', 'wallet_address', 'created_at'],
  },
  approval: {
    table: 'withdrawal_approvals',
    fields: ['withdrawal_request_id', 'staff_id', 'payload_hash', 'step_up_kind', 'step_up', 'created_at'],
  },
  transaction: { table: 'transactions', fields: ['amount_usd', 'user_id', 'seq', 'hash'] },
  audit: {
    table: 'audit_log',
    fields: [
      'action',
      'actor_kind',
      'actor_id',
      'actor_name',
      'subject_kind',
      'subject_id',
      'note',
      'before',
      'after',
      'ip_address',
      'request_id',
      'session_id',
      'user_agent',
      'step_up',
      'created_at',
    ],
  },
  decision: {
    table: 'withdrawal_decisions',
    fields: [
      'withdrawal_request_id',
      'policy_version',
      'moment',
      'outcome',
      'required_approvals',
      'not_before',
      'reasons',
      'facts',
      'created_at',
    ],
  },
  policy: {
    table: 'withdrawal_policies',
    fields: ['version', 'rules', 'note', 'published_by_staff_id', 'step_up', 'created_at'],
  },
  payout: {
    table: 'payouts',
    fields: [
      'withdrawal_request_id',
      'currency_code',
      'address',
      'extra_id',
      'crypto_amount',
      'payload_hash',
      'ordered_by_id',
      'step_up_kind',
      'step_up',
      'created_at',
    ],
  },
  payout_stop: { table: 'payout_stops', fields: ['note', 'stopped_by_id', 'stopped_by_name', 'stopped_at'] },
  change_request: {
    table: 'change_requests',
    fields: [
      'payload_hash',
      'payload_digest',
      'summary',
      'reason',
      'facts',
      'maker_id',
      'maker_name',
      'maker_step_up',
      'required_approvals',
      'approver_role',
      'step_up_required',
      'not_before',
      'expires_at',
      'created_at',
    ],
  },
  change_approval: {
    table: 'change_request_approvals',
    fields: [
      'change_request_id',
      'staff_id',
      'staff_name',
      'note',
      'payload_hash',
      'step_up_kind',
      'step_up',
      'created_at',
    ],
  },
  solo_credit: {
    table: 'solo_credits',
    fields: ['staff_id', 'action', 'amount_usd', 'idempotency_key', 'created_at'],
  },
  provider_event: {
    table: 'provider_events',
    fields: ['source', 'provider_payment_id', 'provider_status', 'digest', 'received_at'],
  },
  payment_address: {
    table: 'payments',
    fields: ['pay_address', 'payin_extra_id', 'pay_amount', 'provider_payment_id'],
    when: 'r.pay_address is not null',
  },
  staff: { table: 'staff', fields: ['created_at'] },
  invite: {
    table: 'staff_invites',
    fields: ['kind', 'email', 'role', 'token_hash', 'created_by_staff_id', 'created_at'],
  },
  passkey: {
    table: 'staff_passkeys',
    fields: ['staff_id', 'credential_id', 'public_key', 'rp_id', 'created_at'],
  },
  api_key: { table: 'api_keys', fields: ['created_by_staff_id', 'created_at'] },
  api_key_secret: { table: 'api_key_secrets', fields: ['api_key_id', 'secret_hash', 'created_at'] },
  restore: {
    table: 'desk_restores',
    fields: [
      'restored_by',
      'note',
      'restored_to',
      'restored_at',
      'history_ends_at',
      'last_seal_seq',
      'last_seal_hash',
      'events_through',
      'events_continue_after',
    ],
  },
  boundary: { table: 'origin_boundary', fields: ['seal_seq', 'origin_mac', 'created_at'] },
} as const satisfies Record<string, SealedRows>;

export type LeafKind = keyof typeof KINDS;

export const LEAF_KINDS = Object.keys(KINDS) as LeafKind[];

/** The rows of a kind that have to be sealed: the table, and a condition on its rows `r`. */
export function sealedRowsOf(kind: LeafKind): { table: string; condition: string } {
  const { table, when = 'true' }: SealedRows = KINDS[kind];
  return { table, condition: when };
}

/** A row that a seal covers. */
export interface LeafId {
  kind: string;
  id: string;
}

export interface Leaf extends LeafId {
  /** SHA-256 of its content. */
  hash: Buffer;
  /** What a transaction adds to the total of all balances, USD; `0.00` for every other kind. */
  amountUsd: string;
}

/** Reads rows and computes their hashes. Rows that do not exist are left out. */
export async function readLeaves(trx: Knex, wanted: readonly LeafId[]): Promise<Leaf[]> {
  const leaves: Leaf[] = [];
  for (const kind of LEAF_KINDS) {
    const ids = wanted.filter((leaf) => leaf.kind === kind).map(({ id }) => id);
    if (ids.length === 0) continue;
    const { table, fields } = KINDS[kind];
    const { rows } = (await trx
      .raw(`select id::text, ${fields.map(textOf).join(', ')} from ${table} where id = any(?::uuid[])`, [ids])
      .options({ rowMode: 'array' })) as unknown as { rows: [id: string, ...(string | null)[]][] };
    for (const [id, ...values] of rows)
      leaves.push({
        kind,
        id,
        hash: createHash('sha256')
          .update(canonicalText([kind, id, ...values]))
          .digest(),
        amountUsd: kind === 'transaction' ? (values[0] ?? '0.00') : '0.00',
      });
  }
  return leaves;
}

/** A column as text that is the same in every session. */
function textOf(column: string): string {
  if (column === 'public_key') return `encode(${column}, 'hex')`;
  if (column.endsWith('_at') || column === 'not_before')
    return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  // Adding no zeros, taking none away: 1.50 and 1.5 are one amount.
  if (column === 'pay_amount' || column === 'crypto_amount') return `trim_scale(${column}::numeric)::text`;
  return column === 'amount_usd' ? `round(${column}::numeric, 2)::text` : `${column}::text`;
}
