import { rmSync } from 'node:fs';
import { temporaryDataDir } from '@paydesk/data-folder';
import { pino } from 'pino';
import { sealAudit } from '../src/auditChain/sealAudit.ts';
import { verifyAudit } from '../src/verify/verifyAudit.ts';
import type { Actor } from '../src/base/actor.ts';
import { newId } from '../src/base/identifiers.ts';
import { readSettings } from '../src/base/settings.ts';
import { connectDatabase } from '../src/db/connect.ts';
import { embeddedDatabase } from '@paydesk/embedded-database';
import { migrateToLatest } from '../src/db/migrate.ts';
import { createAppContext } from '../src/context/createAppContext.ts';
import { giveBonus } from '../src/transactions/giveBonus.ts';
import { upsertUser } from '../src/users/upsertUser.ts';

/*
 * What the chain of the audit log costs each command: `node bench/auditChain.ts [rounds]`. A member of staff's bonus (one transaction: a posting and an
 * audit row) in four ways, interleaved: without a chain; sealed after the commands while a sealer runs; the same with the text index; and with
 * a chain that every command extends itself, as a trigger would. An embedded PostgreSQL with fsync on; read the ratios, not the figures.
 */
const CALLERS = 32;
const COMMANDS = 1500;
const USERS = 500;
const SEAL_EVERY_MS = 2000;
const rounds = Number(process.argv[2] ?? 3);

const dataDir = temporaryDataDir('bench');
const database = await embeddedDatabase({ dataDir }).ensureRunning();
const knex = connectDatabase(database.url, { poolMax: 20 });
await migrateToLatest(knex);
const desk = createAppContext(
  readSettings({ LOG_LEVEL: 'silent' }, () => 'a secret for the benchmark alone, long enough'),
  knex,
  pino({ level: 'silent' }),
);
const actor: Actor = {
  kind: 'staff',
  id: newId(),
  name: 'benchmark',
  ipAddress: '127.0.0.1',
  requestId: newId(),
};
const users: string[] = [];
for (let n = 0; n < USERS; n += 1)
  users.push((await upsertUser(desk, actor, { externalId: `bench-${n}`, username: `bench ${n}` })).id);

await knex.raw(/* sql */ `
  create table one_chain (only_row boolean primary key default true, seq bigint not null default 0, hash text not null default '');
  insert into one_chain default values;
  create function chain_at_once() returns trigger language plpgsql as $$
  declare c one_chain%rowtype;
  begin
    select * into c from one_chain for update;
    new.note := audit_seal_hash(new, c.seq + 1, c.hash, new.created_at);
    update one_chain set seq = c.seq + 1, hash = new.note;
    return new;
  end $$;
  create trigger chain_at_once before insert on audit_log for each row execute function chain_at_once();`);

const TEXT = `create index bench_text on audit_log using gin ((coalesce(actor_name, '') || ' ' || coalesce(note, '') || ' ' || action || ' ' || coalesce(subject_id, '')) gin_trgm_ops)`;
const WAYS = {
  'no chain':
    'alter table audit_log disable trigger chain_at_once, disable trigger audit_log_stamp; drop index audit_log_txid; drop index if exists bench_text',
  sealed:
    'alter table audit_log enable trigger audit_log_stamp; create index audit_log_txid on audit_log (txid)',
  'sealed, text index': TEXT,
  'chained by each command': 'drop index bench_text; alter table audit_log enable trigger chain_at_once',
} as const;
type Way = keyof typeof WAYS;

async function perSecond(way: Way, spread: number): Promise<number> {
  await knex.raw(WAYS[way]);
  let next = 0;
  let sealing = way.startsWith('sealed');
  const sealer = (async () => {
    while (sealing) {
      await new Promise((resolve) => setTimeout(resolve, SEAL_EVERY_MS));
      await sealAudit(knex);
    }
  })();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      while (next < COMMANDS)
        await giveBonus(desk, actor, {
          userId: users[next++ % spread] as string,
          amountUsd: '1.00',
          description: 'a bonus of the benchmark',
        });
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  sealing = false;
  await sealer;
  return COMMANDS / seconds;
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
const say = (line: string) => process.stdout.write(`${line}\n`);

try {
  const figures = new Map<Way, number[]>();
  for (let round = 0; round < rounds; round += 1) {
    for (const way of Object.keys(WAYS) as Way[])
      figures.set(way, [...(figures.get(way) ?? []), await perSecond(way, USERS)]);
  }
  const plain = median(figures.get('no chain') ?? []);
  for (const [way, values] of figures)
    say(`${way}: ${median(values).toFixed(0)} commands/s, ratio ${(median(values) / plain).toFixed(2)}`);

  await knex.raw('alter table audit_log disable trigger chain_at_once');
  await knex.raw(`insert into audit_log (id, action, actor_kind, subject_kind, after, created_at)
    select gen_random_uuid(), 'bench.row', 'system', 'system', '{"amountUsd": "12.00", "type": "bonus"}', now() from generate_series(1, 100000)`);
  const sealStart = performance.now();
  const sealed = await sealAudit(knex);
  const verifyStart = performance.now();
  say(`sealing: ${(sealed / ((verifyStart - sealStart) / 1000)).toFixed(0)} entries/s`);
  const { rows, firstBad } = await verifyAudit(knex);
  say(
    `verifying: ${(rows / ((performance.now() - verifyStart) / 1000)).toFixed(0)} entries/s, first bad: ${JSON.stringify(firstBad)}`,
  );
} finally {
  await knex.destroy();
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
