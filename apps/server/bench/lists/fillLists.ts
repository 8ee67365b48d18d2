import type { Knex } from 'knex';

/*
 * Many rows for the lists, written past the triggers: nothing of it is money. Their numbers follow from the number of
 * postings. The first user has one in a hundred of all rows. Ids follow from numbers, so that rows can refer to others.
 */

const USER = (n: string) =>
  `bench_id('user' || case when ${n} % 100 = 0 then 1 else 2 + abs(hashint4((${n})::int)) % :others::int end)`;
const AT = (n: string, of: string) => `(now() - (1 - (${n})::numeric / (${of})) * interval '548 days')`;
const HEX = (n: string) => `md5('a' || ${n}) || md5('b' || ${n})`;
const CODE = (n: string) =>
  `(array['USDTTRC20','USDTTRC20','USDTTRC20','BTC','BTC','ETH','USDCMATIC','USDTBSC','SOL','LTC'])[1 + ${n} % 10]`;
const NETWORK = (n: string) =>
  `(array['trx','trx','trx','btc','btc','eth','matic','bsc','sol','ltc'])[1 + ${n} % 10]`;

/** One in 14 postings is a deposit, one in 72 a withdrawal. */
const CREDITED = ':rows::int / 14';
const PAID_OUT = ':rows::int / 72';

const STATEMENTS: readonly (readonly [table: string, sql: string])[] = [
  [
    'currencies',
    `insert into currencies (id, code, name, token, network, symbol, decimal_places, is_active)
     select gen_random_uuid(), code, code, token, network, token, 8, true from (values
       ('USDTTRC20', 'USDT', 'trx'), ('BTC', 'BTC', 'btc'), ('ETH', 'ETH', 'eth'), ('USDCMATIC', 'USDC', 'matic'),
       ('USDTBSC', 'USDT', 'bsc'), ('SOL', 'SOL', 'sol'), ('LTC', 'LTC', 'ltc'), ('XRP', 'XRP', 'xrp')
     ) c (code, token, network)`,
  ],
  [
    'users',
    `insert into users (id, external_id, username, email, created_at, updated_at, frozen_at, frozen_note, anonymized_at)
     select bench_id('user' || n), 'customer-' || n,
       (array['Amara','Ben','Camila','Dmitri','Elif','Farah','Gustav','Hana','Ibrahim','Jelena'])[1 + n % 10] || ' ' ||
       (array['Nwosu','Halvorsen','Restrepo','Aleksandrov','Siddiqui','Kobayashi','Diallo','Asante','Haddad','Eze'])
         [1 + abs(hashint4(n)) % 10],
       'person.' || n || '@example.com', at, at,
       case when n % 500 = 3 then now() end, case when n % 500 = 3 then 'under review' end,
       case when n % 500 = 4 then now() end
     from generate_series(1, :others::int + 1) n, lateral (select ${AT('n', ':others::int + 1')} as at) t`,
  ],
  [
    'user_balances',
    `insert into user_balances (user_id, balance_usd, held_usd, total_deposited, total_withdrawn, last_seq, last_hash,
       last_transaction_at, created_at, updated_at)
     select id, 10 + h % 5000, case when h % 300 = 0 then 5 else 0 end, h % 90000, h % 4000, 1, 'x',
       created_at + (h % 100) * interval '1 hour', created_at, created_at
     from users, lateral (select abs(hashtext(id::text)) as h) t`,
  ],
  [
    'payments',
    `insert into payments (id, user_id, internal_payment_id, amount_usd, currency_code, pay_amount, provider_payment_id,
       provider_status, status, pay_address, checkout_token, transaction_hash, description, needs_attention,
       actual_amount, actual_amount_usd, credited_amount_usd, suspense_amount_usd, in_flight_amount_usd,
       created_by_kind, created_by_id, completed_at, next_check_at, status_changed_at, created_at, updated_at, order_id)
     select bench_id('pay' || n), ${USER('n')},
       'PAY_' || to_char(at, 'YYYYMMDDHH24MISS') || '_' || left(md5('i' || n), 8), usd, ${CODE('n')}, usd,
       (5000000000 + n)::text, 'waiting', status, '0x' || left(${HEX('n')}, 40), 'token-' || n,
       case when arrived > 0 then '0x' || ${HEX('n')} end,
       (array['Wallet top-up', 'Top-up', 'Annual plan', 'Credits', 'Studio subscription'])[1 + n % 5],
       case when n % 2000 = 7 then 'report_mismatch: pay_currency' end, nullif(arrived, 0), arrived,
       case when status = 'completed' then usd else 0 end, case when status = 'partially_paid' then arrived else 0 end,
       case when status = 'confirming' then arrived else 0 end, 'service', 'app',
       case when status = 'completed' then at end,
       case when status in ('pending', 'confirming') then now() + (n % 3600) * interval '1 second' end, at, at, at,
       case when n % 3 = 0 then 'order-' || n end
     from (
       select n, usd, at, status, case when status in ('completed') then usd
         when status in ('partially_paid', 'confirming') then 0.5 * usd else 0 end as arrived
       from (
         select n, 1 + abs(hashint4(n)) % 5000 as usd,
           case when n <= ${CREDITED} then 'completed' else (array['expired','expired','expired','expired','expired',
             'expired','cancelled','cancelled','failed','partially_paid','partially_paid','pending','confirming',
             'expired','cancelled','expired'])[1 + n % 16] end as status,
           case when n <= ${CREDITED} then ${AT('n', CREDITED)}
             else ${AT(`n - ${CREDITED}`, `:rows::int / 10 - ${CREDITED}`)} end as at
         from generate_series(1, :rows::int / 10) n
       ) a
     ) b order by at`,
  ],
  [
    'suspense_items',
    `insert into suspense_items (id, reason, status, payment_id, user_id, provider_payment_id, currency_code, amount,
       amount_usd, note, resolved_by_kind, resolved_by_name, resolved_at, created_at)
     select bench_id('sus' || id::text), 'partial_payment', case when is_open then 'open' else 'returned' end, id,
       user_id, provider_payment_id, currency_code, actual_amount, actual_amount_usd,
       case when not is_open then 'sent back' end, case when not is_open then 'system' end,
       case when not is_open then 'provider' end, case when not is_open then created_at end, created_at
     from payments, lateral (select abs(hashtext(id::text)) % 10 = 0 as is_open) t where status = 'partially_paid'`,
  ],
  [
    'withdrawal_requests',
    `insert into withdrawal_requests (id, user_id, internal_withdrawal_id, amount_usd, currency_code, network,
       wallet_address, network_fee_usd, service_fee_usd, payload_hash, status, required_approvals, transaction_hash,
       requested_by_kind, requested_by_id, requested_by_name, crypto_amount, approved_at, rejected_at, cancelled_at,
       completed_at, status_changed_at, created_at, updated_at, order_id)
     select id, user_id, 'WD_' || to_char(at, 'YYYYMMDDHH24MISS') || '_' || left(md5('w' || n), 8), usd, code, network,
       address, 1, 0.5, withdrawal_payload_hash(id, user_id, usd, code, address, null, 1, 0.5, network), status, 1,
       case when status = 'completed' then '0x' || ${HEX("'w' || n")} end, 'service', 'app', 'Shop', usd,
       case when status in ('approved', 'completed') then at end, case when status = 'rejected' then at end,
       case when status = 'cancelled' then at end, case when status = 'completed' then at end, at, at, at,
       case when n % 3 = 0 then 'payout-' || n end
     from (
       select n, bench_id('wd' || n) as id, ${USER('n')} as user_id, 20 + abs(hashint4(n)) % 5000 as usd,
         ${CODE('n')} as code, ${NETWORK('n')} as network, '0x' || left(${HEX("'d' || n % 5000")}, 40) as address,
         case when n <= ${PAID_OUT} then 'completed' when n % 20 < 12 then 'rejected' when n % 20 < 17 then 'cancelled'
           when n % 20 < 19 then 'pending' else 'approved' end as status,
         case when n <= ${PAID_OUT} then ${AT('n', PAID_OUT)}
           else ${AT(`n - ${PAID_OUT}`, `:rows::int / 50 - ${PAID_OUT}`)} end as at
       from generate_series(1, :rows::int / 50) n
     ) a order by at`,
  ],
  [
    'transactions',
    `insert into transactions (id, user_id, seq, transaction_type, amount_usd, balance_after, payment_id,
       withdrawal_request_id, description, metadata, order_id, actor_kind, actor_id, actor_name, prev_hash, hash, created_at)
     select bench_id('tx' || n), case when pay is not null then (select user_id from payments where id = pay)
         when wd is not null then (select user_id from withdrawal_requests where id = wd) else ${USER('n')} end,
       n, kind, case when kind in ('deposit', 'bonus') then 1 else -1 end * (0.01 +
         (abs(hashint4(n)) % case kind when 'fee' then 200 when 'payment' then 10000 else 500000 end) / 100.0),
       1 + n % 9000, pay, wd,
       case when pay is not null then 'Payment completed - ' || n when wd is not null then 'Withdrawal completed - ' || n
         else (array['Studio hours', 'Render credits', 'Monthly plan', 'Domain renewal', 'Print order'])[1 + n % 5] end,
       '{}', case when kind = 'payment' then 'O-' || n end, 'service', 'app', 'Shop', ${HEX("'p' || n")}, ${HEX('n')},
       ${AT('n', ':rows::int')}
     from (
       select n, case when n % 14 = 0 then bench_id('pay' || n / 14) end as pay,
         case when n % 14 <> 0 and n % 72 = 1 then bench_id('wd' || n / 72) end as wd,
         case when n % 14 = 0 then 'deposit' when n % 72 = 1 then 'withdrawal' when n % 50 = 3 then 'bonus'
           when n % 25 = 4 then 'fee' else 'payment' end as kind
       from generate_series(73, :rows::int) n
     ) a`,
  ],
  [
    'audit_log',
    `insert into audit_log (id, action, actor_kind, actor_id, actor_name, subject_kind, subject_id, note, after,
       ip_address, created_at)
     select bench_id('aud' || n),
       (array['withdrawals.create','withdrawals.approve','withdrawals.complete','auth.signIn','auth.signIn','users.create',
         'payments.cancel','transactions.adjust','suspense.markReturned','withdrawals.reject'])[1 + n % 10],
       case when n % 10 in (0, 5) then 'service' else 'staff' end, 'actor-' || n % 7,
       (array['Nadia Rahman','Oskar Lind','Tomas Weber','Mei Tan','Shop'])[1 + n % 5],
       (array['withdrawal','withdrawal','withdrawal','staff','staff','user','payment','transaction','suspense',
         'withdrawal'])[1 + n % 10],
       bench_id((array['wd','wd','wd','st','st','user','pay','tx','sus','wd'])[1 + n % 10] || 1 + n / 10)::text,
       case when n % 20 = 0 then 'known customer, the deposits fit ' || n end, '{"amountUsd": "12.00"}',
       '203.0.113.' || n % 250, ${AT('n', ':rows::int / 5')}
     from generate_series(1, :rows::int / 5) n`,
  ],
  [
    'provider_events',
    `insert into provider_events (id, source, provider_payment_id, provider_status, digest, body, received_at)
     select bench_id('evt' || n), 'poll', (5000000000 + n)::text, 'finished', md5('evt' || n),
       jsonb_build_object('payment_id', n, 'payment_status', 'finished'), ${AT('n', ':rows::int / 10')}
     from generate_series(1, :rows::int / 10) n`,
  ],
  [
    'provider_event_outcomes',
    `insert into provider_event_outcomes (event_id, outcome, payment_id, detail, decided_at)
     select bench_id('evt' || n), 'applied', bench_id('pay' || n), 'credited', ${AT('n', ':rows::int / 10')}
     from generate_series(1, :rows::int / 10) n`,
  ],
];

/** A UUID of version 4 that follows from a text. */
const BENCH_ID = /* sql */ `
  create or replace function bench_id(text) returns uuid language sql immutable parallel safe as
  $$ select overlay(overlay(md5($1) placing '4' from 13) placing '8' from 17)::uuid $$`;

/** These note what the dashboard shows. */
const KEPT_TRIGGERS: Record<string, string> = {
  transactions: 'transactions_note_postings',
  payments: 'payments_note_created',
  suspense_items: 'suspense_items_note_new',
  user_balances: 'user_balances_note',
};

/**
 * Drops the indexes and foreign keys that every row would have to be entered into one by one.
 * @returns the statements that make them again, which is many times faster
 */
async function takeAway(trx: Knex.Transaction, table: string): Promise<string[]> {
  await trx.raw("set local maintenance_work_mem = '1GB'");
  const { rows } = await trx.raw<{ rows: { drop: string; create: string }[] }>(
    `select format('alter table %s drop constraint %I', conrelid::regclass, conname) as drop,
       format('alter table %s add constraint %I %s', conrelid::regclass, conname, pg_get_constraintdef(oid)) as create
     from pg_constraint where contype = 'f' and conrelid = :table::regclass
     union all
     select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
     from pg_index i where indrelid = :table::regclass
       and not exists (select from pg_constraint c where c.conindid = i.indexrelid)`,
    { table },
  );
  for (const { drop } of rows) await trx.raw(drop);
  return rows.map(({ create }) => create);
}

/** Fills the tables of a new desk; `rows` postings, and the others in proportion. */
export async function fillLists(knex: Knex, rows: number): Promise<void> {
  const bindings = { rows, others: Math.max(49, Math.round(rows / 100) - 1) };
  await knex.raw(BENCH_ID);
  for (const [table, sql] of STATEMENTS)
    await knex.transaction(async (trx) => {
      await trx.raw('alter table ?? disable trigger user', [table]);
      const kept = KEPT_TRIGGERS[table];
      if (kept !== undefined) await trx.raw('alter table ?? enable always trigger ??', [table, kept]);
      const restore = await takeAway(trx, table);
      await trx.raw(sql, bindings);
      for (const statement of restore) await trx.raw(statement);
      await trx.raw('alter table ?? enable trigger user', [table]);
    });
  // As if the log were sealed: what is not sealed is counted.
  await knex.transaction(async (trx) => {
    await trx.raw('alter table audit_head disable trigger user');
    await trx.raw('update audit_head set sealed_below = pg_snapshot_xmax(pg_current_snapshot())');
    await trx.raw('alter table audit_head enable trigger user');
  });
  await knex.raw('vacuum analyze');
}
