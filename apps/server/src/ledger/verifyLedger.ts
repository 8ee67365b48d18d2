import type { Knex } from 'knex';

/** The first row that is wrong, and the problem as text. */
export interface LedgerFault {
  userId: string;
  transactionId: string | null;
  seq: number | null;
  problem: string;
}

interface LedgerVerdict {
  users: number;
  transactions: number;
  firstBad: LedgerFault | null;
}

/**
 * Verifies the hash chain of one user, or of all, recomputing every hash from its row, and compares sums and
 * holds with the balances. Reads one snapshot; changes nothing.
 */
export async function verifyLedger(knex: Knex, userId?: string): Promise<LedgerVerdict> {
  return await knex.transaction(
    async (trx) => {
      await trx.raw("set local statement_timeout = '30min'");
      const only = userId ?? null;
      const chain = await trx.raw<{ rows: { id: string; user_id: string; seq: string; problem: string }[] }>(
        brokenLink,
        { only },
      );
      const counts = await trx.raw<{ rows: { users: string; transactions: string }[] }>(rowCounts, { only });
      const totals = await trx.raw<{ rows: { user_id: string; problem: string }[] }>(wrongBalance, { only });
      const link = chain.rows[0];
      const balance = totals.rows[0];
      const firstBad: LedgerFault | null =
        link !== undefined
          ? { userId: link.user_id, transactionId: link.id, seq: Number(link.seq), problem: link.problem }
          : balance !== undefined
            ? { userId: balance.user_id, transactionId: null, seq: null, problem: balance.problem }
            : null;
      return {
        users: Number(counts.rows[0]?.users ?? 0),
        transactions: Number(counts.rows[0]?.transactions ?? 0),
        firstBad,
      };
    },
    { isolationLevel: 'repeatable read', readOnly: true },
  );
}

const rowCounts = /* sql */ `
  select (select count(*) from user_balances where :only::uuid is null or user_id = :only::uuid) as users,
    (select count(*) from transactions where :only::uuid is null or user_id = :only::uuid) as transactions`;

const brokenLink = /* sql */ `
  with walk as (
    select t.id, t.user_id, t.seq, t.hash, t.prev_hash, t.balance_after, t.amount_usd, t.created_at,
      transaction_hash(t) as computed, lag(t.hash) over w as previous_hash, lag(t.seq) over w as previous_seq,
      lag(t.balance_after) over w as previous_balance,
      t.seq = b.last_seq and t.hash <> b.last_hash as is_false_end
    from transactions t join user_balances b using (user_id)
    where :only::uuid is null or t.user_id = :only::uuid
    window w as (partition by t.user_id order by t.seq)
  )
  select id, user_id, seq, case
      when seq <> coalesce(previous_seq, 0) + 1 then 'a row before it is missing'
      when prev_hash <> coalesce(previous_hash, '') then 'it does not continue the chain'
      when hash <> computed then 'its content does not match its hash'
      when is_false_end then 'it is not the row that the balance ends with'
      else 'its balance is not the sum of the rows so far' end as problem
  from walk
  where seq <> coalesce(previous_seq, 0) + 1 or prev_hash <> coalesce(previous_hash, '') or hash <> computed
    or is_false_end or balance_after <> coalesce(previous_balance, 0) + amount_usd
  order by user_id, seq limit 1`;

const wrongBalance = /* sql */ `
  select b.user_id, case
      when b.balance_usd <> coalesce(t.sum, 0) then 'the balance is not the sum of the transactions'
      when b.last_seq <> coalesce(t.last_seq, 0) then 'the last transactions are missing'
      when b.total_deposited <> coalesce(t.deposited, 0) or b.total_withdrawn <> coalesce(t.withdrawn, 0)
        then 'the lifetime totals do not match the transactions'
      else 'the held amount is not the sum of the open withdrawals' end as problem
  from user_balances b
  left join (
    select user_id, sum(amount_usd) as sum, max(seq) as last_seq,
      sum(amount_usd) filter (where transaction_type = 'deposit') as deposited,
      -sum(amount_usd) filter (where transaction_type = 'withdrawal') as withdrawn
    from transactions group by user_id
  ) t using (user_id)
  left join (
    select user_id, sum(amount_usd) as held from withdrawal_requests
    where status in ('pending', 'approved', 'processing') group by user_id
  ) h using (user_id)
  where (:only::uuid is null or b.user_id = :only::uuid)
    and (b.balance_usd <> coalesce(t.sum, 0) or b.last_seq <> coalesce(t.last_seq, 0)
      or b.held_usd <> coalesce(h.held, 0) or b.total_deposited <> coalesce(t.deposited, 0)
      or b.total_withdrawn <> coalesce(t.withdrawn, 0))
  order by b.user_id limit 1`;
