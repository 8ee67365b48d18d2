import type { Knex } from 'knex';
import { centsOf, EXTERNAL_PREFIX, type BulkUser, type Business } from './business.ts';

/** How far a desk was filled, by its own marker in the audit log. */
export interface BulkProgress {
  rows: number;
  batches: number;
  /** In milliseconds since 1970. */
  endAt: number;
}

/** The action of the marker. */
export const FILLED = 'demo.rows';

/** Null: nothing was filled. */
export async function readProgress(knex: Knex): Promise<BulkProgress | null> {
  const { rows } = await knex.raw<{ rows: { after: BulkProgress }[] }>(
    `select after from audit_log where action = ? and actor_kind = 'system'
     order by created_at desc, id desc limit 1`,
    [FILLED],
  );
  return rows[0]?.after ?? null;
}

/** The business as the last batch left it. */
export async function resumeBusiness(
  knex: Knex,
  staff: Omit<Business, 'users' | 'open'>,
  isNew: boolean,
): Promise<Business> {
  if (isNew) return { ...staff, users: [], open: [] };
  const { rows } = await knex.raw<{ rows: { id: string; name: string; available: string }[] }>(
    `select u.id, u.username as name, round(b.balance_usd::numeric - b.held_usd::numeric, 2)::text as available
     from users u join user_balances b on b.user_id = u.id
     order by substr(u.external_id, length(?) + 1)::int`,
    [EXTERNAL_PREFIX],
  );
  const users = rows.map(({ id, name, available }): BulkUser => ({
    id,
    name,
    availableCents: centsOf(available),
    isWithdrawing: false,
    charge: null,
  }));
  const byId = new Map(users.map((user) => [user.id, user]));
  const { rows: waiting } = await knex.raw<{ rows: WaitingRow[] }>(
    `select id, internal_withdrawal_id as "internalId", user_id as "userId", currency_code as "currencyCode",
       round(amount_usd::numeric, 2)::text as "amountUsd", round(total_fee_usd, 2)::text as "feeUsd",
       created_at as "createdAt"
     from withdrawal_requests where status = 'pending' order by created_at, id`,
  );
  const open = waiting.flatMap(({ userId, amountUsd, feeUsd, createdAt, ...withdrawal }) => {
    const user = byId.get(userId);
    if (user === undefined) return [];
    user.isWithdrawing = true;
    return [
      {
        ...withdrawal,
        user,
        cents: centsOf(amountUsd),
        feeCents: centsOf(feeUsd),
        requestedAt: createdAt.getTime(),
      },
    ];
  });
  return { ...staff, users, open };
}

interface WaitingRow {
  id: string;
  internalId: string;
  userId: string;
  currencyCode: string;
  amountUsd: string;
  feeUsd: string;
  createdAt: Date;
}
