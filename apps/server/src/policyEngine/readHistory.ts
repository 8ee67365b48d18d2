import { setImmediate } from 'node:timers/promises';
import type { Knex } from 'knex';
import { WINDOW_MS } from './facts.ts';
import { LAST_SPELLING } from './gatherFacts.ts';
import type { PastUse } from './pastDestinations.ts';

/** A past withdrawal request and its outcome. Times in milliseconds since 1970. */
export interface PastRequest extends PastUse {
  id: string;
  internalWithdrawalId: string;
  userId: string;
  amountUsd: string;
  cents: bigint;
  network: string;
}

export interface SeedUse extends PastUse {
  userId: string;
}

/** Rows per page: the server answers other requests between pages. */
const PAGE = 1000;

/** How long before the first evaluated request the sums begin. */
const LONGEST_WINDOW_MS = Math.max(...Object.values(WINDOW_MS));
const historyStart = (since: Date): Date => new Date(since.getTime() - LONGEST_WINDOW_MS);

export async function countHistory(trx: Knex.Transaction, since: Date): Promise<number> {
  const { rows } = await trx.raw<{ rows: { count: string }[] }>(
    'select count(*) as count from withdrawal_requests where created_at > ?',
    [historyStart(since)],
  );
  return Number(rows[0]?.count);
}

/** One row per destination that the users of the history had used before it begins. */
export async function readEarlierDestinations(trx: Knex.Transaction, since: Date): Promise<SeedUse[]> {
  const { rows } = await trx.raw<{ rows: (Times & Destination & { user_id: string })[] }>(
    `select user_id, address_key, ${LAST_SPELLING} as wallet_address, extra_id,
       ${ms('max(created_at)')} as created_ms,
       ${ms(`max(${closed})`)} as closed_ms,
       ${ms(`min(completed_at) filter (where status = 'completed')`)} as completed_ms
     from withdrawal_requests
     where created_at <= :begins
       and user_id in (select user_id from withdrawal_requests where created_at > :since)
     group by user_id, address_key, extra_id
     order by max(created_at)`,
    { begins: historyStart(since), since },
  );
  return rows.map((row) => ({ userId: row.user_id, ...useOf(row) }));
}

/**
 * All requests from thirty days before `since`, in order of creation, page by page. The next page is loaded while the
 * caller works on the current one.
 */
export async function* readHistory(trx: Knex.Transaction, since: Date): AsyncGenerator<PastRequest[]> {
  let page = await readPage(trx, { at: historyStart(since), id: 'ffffffff-ffff-ffff-ffff-ffffffffffff' });
  for (let last = page.at(-1); last !== undefined; last = page.at(-1)) {
    const next = readPage(trx, { at: new Date(last.createdAt), id: last.id });
    next.catch(() => undefined);
    // Lets the query start and other work of this process run.
    await setImmediate();
    yield page;
    page = await next;
  }
}

async function readPage(trx: Knex.Transaction, after: { at: Date; id: string }): Promise<PastRequest[]> {
  const { rows } = await trx.raw<{ rows: Row[] }>(
    `select w.id, internal_withdrawal_id, user_id, c.network, address_key, wallet_address, extra_id,
       round(amount_usd, 2)::text as amount_usd,
       (amount_usd * 100)::bigint as cents,
       ${ms('w.created_at')} as created_ms,
       ${ms(closed)} as closed_ms,
       ${ms('completed_at')} as completed_ms
     from withdrawal_requests w join currencies c on c.code = currency_code
     where (w.created_at, w.id) > (:at::timestamptz, :id::uuid)
     order by w.created_at, w.id limit ${PAGE}`,
    after,
  );
  return rows.map((row) => ({
    id: row.id,
    internalWithdrawalId: row.internal_withdrawal_id,
    userId: row.user_id,
    amountUsd: row.amount_usd,
    cents: BigInt(row.cents),
    network: row.network,
    ...useOf(row),
  }));
}

const closed = `coalesce(rejected_at, cancelled_at, 'infinity')`;
const ms = (time: string) => `(extract(epoch from ${time}) * 1000)::float8`;

interface Destination {
  address_key: string;
  wallet_address: string;
  extra_id: string | null;
}

interface Times {
  created_ms: number;
  closed_ms: number;
  completed_ms: number | null;
}

interface Row extends Destination, Times {
  id: string;
  internal_withdrawal_id: string;
  user_id: string;
  amount_usd: string;
  cents: string;
  network: string;
}

const useOf = (row: Destination & Times): PastUse => ({
  addressKey: row.address_key,
  walletAddress: row.wallet_address,
  extraId: row.extra_id,
  createdAt: row.created_ms,
  closedAt: row.closed_ms,
  completedAt: row.completed_ms,
});
