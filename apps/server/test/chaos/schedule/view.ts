import type { Knex } from 'knex';

/**
 * The rows that are visible when a batch of steps begins; steps choose from them. Their order does not depend
 * on random ids.
 */
export interface View {
  payments: {
    id: string;
    user_id: string;
    status: string;
    amount_usd: string;
    currency_code: string;
    provider_payment_id: string | null;
    parent_payment_id: string | null;
    pay_amount: string | null;
    created_at: Date;
  }[];
  suspense: { id: string; reason: string; status: string; user_id: string | null; amount_usd: string }[];
  withdrawals: { id: string; status: string; user_id: string; amount_usd: string }[];
  charges: { id: string; user_id: string; amount_usd: string }[];
}

export async function readView(knex: Knex, users: string[], providerIds: string[]): Promise<View> {
  const rows = async <T>(sql: string, ids = users): Promise<T[]> =>
    (await knex.raw<{ rows: T[] }>(sql, { users, ids })).rows;
  return {
    payments: await rows(
      `select id, user_id, status, amount_usd, currency_code, provider_payment_id, parent_payment_id, pay_amount, created_at from payments
       where user_id = any(:users) order by created_at, amount_usd, currency_code, (parent_payment_id is not null), provider_payment_id`,
    ),
    suspense: await rows(
      `select id, reason, status, user_id, amount_usd from suspense_items where user_id = any(:users) or provider_payment_id = any(:ids) order by created_at, amount_usd, amount, provider_payment_id`,
      providerIds,
    ),
    withdrawals: await rows(
      `select id, status, user_id, amount_usd from withdrawal_requests where user_id = any(:users) order by created_at, amount_usd, id`,
    ),
    charges: await rows(
      `select id, user_id, amount_usd from transactions where user_id = any(:users) and transaction_type = 'payment' order by created_at, user_id, seq`,
    ),
  };
}
