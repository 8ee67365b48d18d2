import { rmSync } from 'node:fs';
import { temporaryDataDir } from '@paydesk/data-folder';
import { embeddedDatabase } from '@paydesk/embedded-database';
import { newId, sha256Hex } from '../src/base/identifiers.ts';
import { connectDatabase } from '../src/db/connect.ts';
import { migrateToLatest } from '../src/db/migrate.ts';
import { bindOriginKey, OriginKey } from '../src/origin/originKey.ts';
import { proofToInsert } from '../src/origin/stampOrigin.ts';
import { drawOriginBoundary } from '../src/seals/originBoundary.ts';
import { sealKeyOf } from '../src/seals/sealKey.ts';
import { sealLedger } from '../src/seals/sealLedger.ts';
import { canonicalText } from '../src/base/canonicalText.ts';
import { verifyDesk } from '../src/verify/verifyDesk.ts';

/*
 * How long `paydesk verify` takes: `node bench/verify.ts [transactions] [users]`. Charges and bonuses of an app, spread over the users; the rows
 * are written past the triggers, with the chains built here. An embedded PostgreSQL with fsync on.
 */
const TRANSACTIONS = Number(process.argv[2] ?? 1_000_000);
const USERS = Number(process.argv[3] ?? 10_000);
const BATCH = 10_000;

const SECRET = 'a secret for the benchmark alone, long enough';
const dataDir = temporaryDataDir('bench');
const database = await embeddedDatabase({ dataDir }).ensureRunning();
const knex = connectDatabase(database.url, { statementTimeoutMs: 0 });
const say = (line: string) => process.stdout.write(`${line}\n`);

const COLUMNS = [
  'id',
  'user_id',
  'seq',
  'transaction_type',
  'amount_usd',
  'balance_after',
  'description',
  'metadata',
  'actor_kind',
  'actor_id',
  'actor_name',
  'created_at',
  'prev_hash',
  'hash',
  'origin_mac',
] as const;

async function fill(): Promise<void> {
  await knex.raw(
    `insert into users (id, external_id, username) select gen_random_uuid(), 'bench-' || n, 'bench ' || n from generate_series(1, ?::int) n`,
    [USERS],
  );
  const users: string[] = await knex('users').pluck('id');
  const heads = users.map((id) => ({ id, seq: 0, hash: '', balance: 0 }));
  for (const table of ['transactions', 'user_balances'])
    await knex.raw('alter table ?? disable trigger user', [table]);
  // The dashboard's totals are kept, as when rows are posted.
  await knex.raw('alter table transactions enable always trigger transactions_note_postings');
  const createdAt = new Date().toISOString();
  for (let from = 0; from < TRANSACTIONS; from += BATCH) {
    const rows = Array.from({ length: Math.min(BATCH, TRANSACTIONS - from) }, (_none, offset) => {
      const head = heads[(from + offset) % heads.length];
      if (head === undefined) throw new Error('no users');
      head.seq += 1;
      const isCharge = head.seq % 2 === 0;
      head.balance += isCharge ? -1 : 2;
      const amount = isCharge ? '-1.00' : '2.00';
      const type = isCharge ? 'payment' : 'bonus';
      const [id, prevHash, balance] = [newId(), head.hash, `${head.balance}.00`];
      const order = 'a reference of the shop';
      head.hash = sha256Hex(
        canonicalText([
          id,
          head.id,
          String(head.seq),
          type,
          amount,
          balance,
          null,
          null,
          null,
          null,
          'an order in the shop',
          `{"order": "${order}"}`,
          'service',
          'app',
          'shop',
          createdAt,
          prevHash,
        ]),
      );
      return {
        id,
        user_id: head.id,
        seq: head.seq,
        transaction_type: type,
        amount_usd: amount,
        balance_after: balance,
        description: 'an order in the shop',
        metadata: { order },
        actor_kind: 'service',
        actor_id: 'app',
        actor_name: 'shop',
        created_at: createdAt,
        prev_hash: prevHash,
        hash: head.hash,
        origin_mac: proofToInsert(knex, 'transaction', {
          id,
          userId: head.id,
          transactionType: type,
          amountUsd: amount,
          description: 'an order in the shop',
          metadata: { order },
          actorKind: 'service',
          actorId: 'app',
          actorName: 'shop',
        }),
      };
    });
    await knex.raw(
      `insert into transactions (${COLUMNS.join(', ')})
       select ${COLUMNS.join(', ')} from jsonb_populate_recordset(null::transactions, ?::jsonb)`,
      [JSON.stringify(rows)],
    );
  }
  await knex.raw(
    `update user_balances b set balance_usd = t.balance_after, last_seq = t.seq, last_hash = t.hash, last_transaction_at = t.created_at
     from transactions t where t.user_id = b.user_id and t.seq = ?`,
    [Math.ceil(TRANSACTIONS / USERS)],
  );
  const { rows } = await knex.raw<{ rows: { table: string; trigger: string }[] }>(
    `select tgrelid::regclass::text as table, tgname as trigger from pg_trigger where not tgisinternal and tgenabled = 'D'`,
  );
  for (const { table, trigger } of rows)
    await knex.raw('alter table ?? enable always trigger ??', [table, trigger]);
  await knex.raw(`insert into seal_queue (kind, row_id) select 'transaction', id from transactions`);
  for (let added = 1; added > 0;) {
    const { rows: counted } = await knex.raw<{ rows: { added: number }[] }>(
      'select add_figure_changes(50000) as added',
    );
    added = counted[0]?.added ?? 0;
  }
  await knex.raw('analyze');
}

try {
  await migrateToLatest(knex);
  const origin = new OriginKey(SECRET);
  bindOriginKey(knex, origin);
  await drawOriginBoundary(knex, sealKeyOf(SECRET));
  let at = performance.now();
  await fill();
  say(`filled with ${TRANSACTIONS} transactions in ${((performance.now() - at) / 1000).toFixed(0)} s`);
  at = performance.now();
  const key = sealKeyOf(SECRET);
  const made = (await sealLedger(knex, key)).seals.length;
  say(`made ${made} seals in ${((performance.now() - at) / 1000).toFixed(0)} s`);
  at = performance.now();
  const before = process.cpuUsage();
  let [last, lastAt] = ['', at];
  const verdict = await verifyDesk(knex, {
    seals: { publicKeys: [key.publicKey] },
    origin,
    progress: (check, rows) => {
      if (rows > 0) return;
      if (last !== '') say(`  ${last}: ${((performance.now() - lastAt) / 1000).toFixed(1)} s`);
      [last, lastAt] = [check, performance.now()];
    },
  });
  const { user } = process.cpuUsage(before);
  say(
    `verified in ${((performance.now() - at) / 1000).toFixed(1)} s; this process computed for ${(user / 1e6).toFixed(1)} s, ` +
      `resident ${Math.round(process.memoryUsage().rss / 1e6)} MB; ok: ${verdict.ok}`,
  );
  for (const { name, firstBad } of verdict.checks)
    if (firstBad !== null) say(`${name}: ${JSON.stringify(firstBad)}`);
} finally {
  await knex.destroy();
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
