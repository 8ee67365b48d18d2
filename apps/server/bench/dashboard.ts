import { rmSync } from 'node:fs';
import { temporaryDataDir } from '@paydesk/data-folder';
import { embeddedDatabase } from '@paydesk/embedded-database';
import { pino } from 'pino';
import { readSettings } from '../src/base/settings.ts';
import { createAppContext } from '../src/context/createAppContext.ts';
import { addFigureChanges } from '../src/dashboard/addFigureChanges.job.ts';
import { range } from '../src/dashboard/range.ts';
import { connectDatabase } from '../src/db/connect.ts';
import { migrateToLatest } from '../src/db/migrate.ts';

/*
 * How long `dashboard.range` takes on a desk with three years of postings and payments: `node bench/dashboard.ts [rows]`,
 * as many of each, a million by default. On an embedded PostgreSQL; the median and the longest of 15 calls.
 */
const ROWS = Number(process.argv[2] ?? '1000000');
const USERS = 5000;
const CALLS = 15;
const DAY_MS = 86_400_000;

const POSTINGS = /* sql */ `
  with people as (select id as user_id, row_number() over () as number from users)
  insert into transactions (id, user_id, seq, transaction_type, amount_usd, balance_after, actor_kind, prev_hash, hash, created_at)
  select gen_random_uuid(), user_id, 1 + n / :users::int, kind,
    (round((random() * 1000)::numeric, 2) + 0.01) * case when kind = 'bonus' then 1 else -1 end, 1, 'system', md5(n::text),
    md5((n + 1)::text), now() - random() * interval '1095 days'
  from (select n, (array['bonus', 'payment', 'fee'])[1 + n % 3] as kind from generate_series(1, :rows::int) n) numbers
  join people on number = 1 + n % :users::int`;

const PAYMENTS = /* sql */ `
  with people as (select id as user_id, row_number() over () as number from users)
  insert into payments (id, user_id, internal_payment_id, amount_usd, currency_code, checkout_token, created_by_kind, status,
    actual_amount_usd, credited_amount_usd, completed_at, created_at)
  select gen_random_uuid(), user_id, 'PAY_20260101000000_' || lpad(to_hex(n), 8, '0'), 100, 'BENCH' || n % 20, 'bench-' || n,
    'system', case when n % 3 = 0 then 'completed' else 'expired' end, case when n % 3 = 0 then 100 else 0 end,
    case when n % 3 = 0 then 100 else 0 end, case when n % 3 = 0 then now() end, now() - random() * interval '1095 days'
  from generate_series(1, :rows::int) n join people on number = 1 + n % :users::int`;

const dataDir = temporaryDataDir('bench');
const database = await embeddedDatabase({ dataDir }).ensureRunning();
const knex = connectDatabase(database.url, { statementTimeoutMs: 0 });
try {
  await migrateToLatest(knex);
  await knex.raw(
    `insert into users (id, external_id, username)
     select gen_random_uuid(), 'bench-' || n, 'Bench Person ' || n from generate_series(1, ?::int) n`,
    [USERS],
  );
  await knex.raw(
    `insert into currencies (id, code, name, token, network, symbol, decimal_places)
     select gen_random_uuid(), 'BENCH' || n, 'Bench ' || n, 'BENCH' || n, 'bench', 'B', 8 from generate_series(0, 19) n`,
  );
  await timed('insert', async () => {
    // All triggers rest but those that note what changes: nothing here is money.
    for (const [table, statement] of [
      ['transactions', POSTINGS],
      ['payments', PAYMENTS],
    ] as const)
      await knex.transaction(async (trx) => {
        await trx.raw('alter table ?? disable trigger user', [table]);
        if (table === 'transactions')
          await trx.raw('alter table transactions enable always trigger transactions_note_postings');
        else await trx.raw('alter table payments enable always trigger payments_note_created');
        await trx.raw(statement, { users: USERS, rows: ROWS });
        await trx.raw('alter table ?? enable trigger user', [table]);
      });
  });
  const ctx = createAppContext(
    readSettings({ LOG_LEVEL: 'error' }, () => 'a secret for the benchmark alone, long enough'),
    knex,
    pino({ level: 'error' }),
  );
  await timed('add what changed to the totals', async () => await addFigureChanges(ctx, 200_000));
  await knex.raw('vacuum analyze');
  for (const timeZone of ['UTC', 'Europe/Berlin', 'Asia/Kathmandu'])
    for (const days of [1, 30, 90, 365, 1095]) {
      const until = new Date().toISOString().slice(0, 10);
      const from = new Date(Date.now() - (days - 1) * DAY_MS).toISOString().slice(0, 10);
      const times: number[] = [];
      for (let call = 0; call < CALLS; call += 1) {
        const start = performance.now();
        await range(ctx, { from, until, timeZone, compareTo: 'previousPeriod' });
        times.push(performance.now() - start);
      }
      const sorted = times.toSorted((a, b) => a - b);
      report(`${days} days in ${timeZone}`, [sorted[Math.floor(CALLS / 2)] ?? 0, sorted.at(-1) ?? 0]);
    }
  ctx.provider.close();
} finally {
  await knex.destroy();
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

async function timed(what: string, work: () => Promise<unknown>): Promise<void> {
  const start = performance.now();
  await work();
  report(what, [performance.now() - start]);
}

function report(what: string, milliseconds: readonly number[]): void {
  process.stdout.write(`${what}: ${milliseconds.map((ms) => `${ms.toFixed(1)} ms`).join(', at most ')}\n`);
}
