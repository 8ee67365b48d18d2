import type { TransactionType } from '@paydesk/types';
import type { AppContext } from '../context/appContext.ts';

export interface BalanceRow {
  balanceUsd: string;
  heldUsd: string;
  availableUsd: string;
  deposit: { amountUsd: string; paymentId: string | null; at: string } | null;
  since: { type: TransactionType; count: number; amountUsd: string }[];
  sinceIsCapped: boolean;
}

/** Postings after the deposit that are counted at most. */
const MAX_SINCE = 1000;

/** A balance, its newest deposit (or that of one payment), and what was posted after it; null without a balance. */
export async function readBalance(
  { knex }: AppContext,
  userId: string,
  paymentId: string | null,
): Promise<BalanceRow | null> {
  const { rows } = await knex.raw<{ rows: Stored[] }>(
    `with deposit as materialized (
       select seq, amount_usd, payment_id, created_at from transactions
       where user_id = :userId and transaction_type = 'deposit'
         ${paymentId === null ? '' : 'and payment_id = :paymentId'}
       order by seq desc limit 1
     ), since as materialized (
       select transaction_type, amount_usd from transactions
       where user_id = :userId and seq > (select seq from deposit) order by seq limit :limit + 1
     )
     select b.balance_usd::text as "balanceUsd", b.held_usd::text as "heldUsd",
       (b.balance_usd - b.held_usd)::text as "availableUsd",
       d.amount_usd::text as "depositUsd", d.payment_id as "depositPaymentId", d.created_at as "depositAt",
       (select count(*) > :limit from since) as "sinceIsCapped",
       (select coalesce(json_agg(row_to_json(posted) order by posted.type), '[]') from (
          select transaction_type as type, count(*), sum(amount_usd)::text as "amountUsd"
          from since group by transaction_type
        ) posted) as since
     from user_balances b left join deposit d on true where b.user_id = :userId`,
    { userId, paymentId: paymentId ?? '', limit: MAX_SINCE },
  );
  const [row] = rows;
  if (row === undefined) return null;
  const { depositUsd, depositPaymentId, depositAt, ...balance } = row;
  const deposit =
    depositUsd === null || depositAt === null
      ? null
      : { amountUsd: depositUsd, paymentId: depositPaymentId, at: depositAt.toISOString() };
  return { ...balance, deposit };
}

type Stored = Omit<BalanceRow, 'deposit'> & {
  depositUsd: string | null;
  depositPaymentId: string | null;
  depositAt: Date | null;
};
