import type { PaymentRecord } from '@paydesk/simulator';
import type { Knex } from 'knex';

/**
 * Everything that a schedule left in the database, read with plain SQL: none of the product's own reading or
 * checking code.
 */
export interface Books {
  payments: PaymentRow[];
  transactions: TransactionRow[];
  suspense: SuspenseRow[];
  withdrawals: WithdrawalRow[];
  payouts: PayoutRow[];
  approvals: { withdrawal_request_id: string; staff_id: string; payload_hash: string }[];
  balances: {
    user_id: string;
    balance_usd: string;
    held_usd: string;
    total_deposited: string;
    total_withdrawn: string;
    last_seq: string;
    last_hash: string;
  }[];
  /** What happened, in its order. */
  moves: { seq: string; kind: string; id: string; from_status: string; to_status: string }[];
}

export interface PaymentRow {
  id: string;
  user_id: string;
  internal_payment_id: string;
  parent_payment_id: string | null;
  status: string;
  amount_usd: string;
  currency_code: string;
  pay_amount: string | null;
  provider_payment_id: string | null;
  pay_address: string | null;
  payin_extra_id: string | null;
  actual_amount: string | null;
  actual_amount_usd: string;
  in_flight_amount_usd: string;
  credited_amount_usd: string;
  suspense_amount_usd: string;
  returned_amount_usd: string;
  fee_amount_usd: string;
  needs_attention: string | null;
  completed_at: Date | null;
}

export interface TransactionRow {
  id: string;
  user_id: string;
  seq: string;
  transaction_type: string;
  amount_usd: string;
  balance_after: string;
  payment_id: string | null;
  withdrawal_request_id: string | null;
  suspense_item_id: string | null;
  refund_of_id: string | null;
  description: string;
  metadata_text: string;
  actor_kind: string;
  actor_id: string | null;
  actor_name: string | null;
  created_at: Date;
  prev_hash: string;
  hash: string;
  attested: boolean;
}

interface SuspenseRow {
  id: string;
  status: string;
  reason: string;
  payment_id: string | null;
  user_id: string | null;
  provider_payment_id: string;
  amount: string;
  amount_usd: string;
  resolved_by_kind: string | null;
}

export interface WithdrawalRow {
  id: string;
  user_id: string;
  status: string;
  amount_usd: string;
  network_fee_usd: string;
  service_fee_usd: string;
  required_approvals: number;
  requested_by_kind: string;
  requested_by_id: string | null;
  wallet_address: string;
  payload_hash: string;
  is_intact: boolean;
  crypto_amount: string | null;
  transaction_hash: string | null;
  started_by_kind: string | null;
  started_by_id: string | null;
  completed_by_kind: string | null;
  completed_by_id: string | null;
  created_at: Date;
  approved_at: Date | null;
  processing_at: Date | null;
  rejected_at: Date | null;
  cancelled_at: Date | null;
  completed_at: Date | null;
  rate_fixed_at: Date | null;
  rate_expires_at: Date | null;
}

export interface PayoutRow {
  id: string;
  withdrawal_request_id: string;
  status: string;
  external_id: string;
  crypto_amount: string;
  currency_code: string;
  payload_hash: string;
}

export async function readBooks(knex: Knex, users: string[], provider: PaymentRecord[]): Promise<Books> {
  const read = async <T>(sql: string): Promise<T[]> =>
    (await knex.raw<{ rows: T[] }>(sql, { users, ids: provider.map(({ paymentId }) => paymentId) })).rows;
  return {
    payments: await read('select * from payments where user_id = any(:users)'),
    transactions: await read(
      `select *, metadata::text as metadata_text, coalesce((metadata ->> 'attested')::boolean, false) as attested from transactions where user_id = any(:users) order by user_id, seq`,
    ),
    suspense: await read(
      'select * from suspense_items where user_id = any(:users) or provider_payment_id = any(:ids)',
    ),
    withdrawals: await read('select * from withdrawal_requests where user_id = any(:users)'),
    payouts: await read(
      'select p.* from payouts p join withdrawal_requests w on w.id = p.withdrawal_request_id where w.user_id = any(:users)',
    ),
    approvals: await read(
      'select a.* from withdrawal_approvals a join withdrawal_requests w on w.id = a.withdrawal_request_id where w.user_id = any(:users)',
    ),
    balances: await read('select * from user_balances where user_id = any(:users)'),
    moves: await read(
      `select m.* from chaos_moves m where m.id in (select id from payments where user_id = any(:users) union all select id from withdrawal_requests where user_id = any(:users)) order by m.seq`,
    ),
  };
}
