import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import { canonicalText } from '../base/canonicalText.ts';

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
} as const satisfies Record<string, { table: string; fields: readonly string[] }>;

type LeafKind = keyof typeof KINDS;

export const LEAF_KINDS = Object.keys(KINDS) as LeafKind[];

/** The rows of a kind that have to be sealed. */
export const tableOf = (kind: string): string | undefined =>
  kind in KINDS ? KINDS[kind as LeafKind].table : undefined;

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
  if (column.endsWith('_at')) return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
  return column === 'amount_usd' ? `round(${column}::numeric, 2)::text` : `${column}::text`;
}
