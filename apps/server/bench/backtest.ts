import { rmSync } from 'node:fs';
import { temporaryDataDir } from '@paydesk/data-folder';
import { policyRulesSchema } from '@paydesk/types';
import { pino } from 'pino';
import { readSettings } from '../src/base/settings.ts';
import { connectDatabase } from '../src/db/connect.ts';
import { embeddedDatabase } from '@paydesk/embedded-database';
import { migrateToLatest } from '../src/db/migrate.ts';
import { createAppContext } from '../src/context/createAppContext.ts';
import { backtest } from '../src/policyEngine/backtest.ts';

/*
 * How long a back-test over 100,000 withdrawals takes: `node bench/backtest.ts [withdrawals] [users] [addresses of each user]`.
 * The withdrawals are spread over 90 days before a scratch database's present; a tenth was cancelled. Every rule of the draft is set.
 */
const WITHDRAWALS = Number(process.argv[2] ?? 100_000);
const USERS = Number(process.argv[3] ?? 5000);
const ADDRESSES = Number(process.argv[4] ?? 3);
const ROUNDS = 3;

const requests = /* sql */ `
  with people as (select id as user_id, row_number() over () as number from users), made as (
    select n, 1 + floor(random() * :users)::int as number, floor(random() * :addresses)::int as address, random() as fate, round((10 + random() * 990)::numeric, 2) as amount_usd,
      date_trunc('milliseconds', now() - random() * interval '90 days') as created_at
    from generate_series(1, :withdrawals::int) n)
  insert into withdrawal_requests (id, user_id, internal_withdrawal_id, amount_usd, currency_code, wallet_address, network_fee_usd, service_fee_usd, payload_hash, status, requested_by_kind,
    created_at, status_changed_at, cancelled_at, completed_at, transaction_hash)
  select gen_random_uuid(), user_id, 'WD_20260101000000_' || lpad(to_hex(n), 8, '0'), amount_usd, 'USDTBSC',
    -- Now and then one that is made to look like the user's own.
    case when n % 200 = 0 then '0x' || left(md5(user_id || '-0'), 8) || md5(n::text) else '0x' || md5(user_id || '-' || address) || right(md5(address || '-' || user_id), 8) end,
    0, 0, '', case when fate < 0.1 then 'cancelled' when fate < 0.9 then 'completed' else 'pending' end, 'service', created_at, created_at,
    case when fate < 0.1 then created_at + interval '3 hours' end, case when fate between 0.1 and 0.9 then created_at + interval '20 hours' end, 'hash'
  from made join people using (number)`;

const dataDir = temporaryDataDir('bench');
const database = await embeddedDatabase({ dataDir }).ensureRunning();
const knex = connectDatabase(database.url, { statementTimeoutMs: 0 });
try {
  await migrateToLatest(knex);
  const desk = createAppContext(
    readSettings({ LOG_LEVEL: 'silent' }, () => 'a secret for the benchmark alone, long enough'),
    knex,
    pino({ level: 'silent' }),
  );
  await fill();
  const rules = policyRulesSchema.parse({
    approvals: [
      { fromUsd: '0.00', approvals: 1 },
      { fromUsd: '250.00', approvals: 2 },
      { fromUsd: '800.00', approvals: 3 },
    ],
    bandsBy: 'userDay',
    creditorDays: 7,
    allowSamePerson: false,
    secondFactor: 'always',
    perUser: { dayUsd: '900.00', weekUsd: '1500.00', monthUsd: '4000.00' },
    global: { dayUsd: '600000.00', weekUsd: '4000000.00', monthUsd: '16000000.00' },
    velocity: { requests: 3, hours: 48 },
    coolingHours: 24,
    lookAlike: 'refuse',
    rateSeconds: 900,
  });
  for (let round = 1; round <= ROUNDS; round += 1) {
    const before = process.cpuUsage();
    const { withdrawals, passed, delayed, stopped, tookMs } = await backtest(desk, { rules });
    process.stdout.write(
      `${withdrawals} withdrawals in ${(tookMs / 1000).toFixed(2)} s: passed ${passed}, delayed ${delayed}, stopped ${stopped}; this process computed for ${(process.cpuUsage(before).user / 1e6).toFixed(2)} s, heap ${Math.round(process.memoryUsage().heapUsed / 1e6)} MB\n`,
    );
  }
} finally {
  await knex.destroy();
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

/**
 * Users, one currency and their past requests, in one statement each. The triggers rest meanwhile: nothing
 * here is money.
 */
async function fill(): Promise<void> {
  await knex.raw(
    `insert into currencies (id, code, name, token, network, symbol, decimal_places) values (gen_random_uuid(), 'USDTBSC', 'USDT', 'USDT', 'bsc', 'USDT', 6)`,
  );
  await knex.raw(
    `insert into users (id, external_id, username) select gen_random_uuid(), 'bench-' || n, 'bench ' || n from generate_series(1, ?::int) n`,
    [USERS],
  );
  await knex.transaction(async (trx) => {
    await trx.raw('alter table withdrawal_requests disable trigger user');
    await trx.raw(requests, { withdrawals: WITHDRAWALS, users: USERS, addresses: ADDRESSES });
    await trx.raw('alter table withdrawal_requests enable trigger user');
  });
  await knex.raw('vacuum analyze withdrawal_requests');
}
