import { rmSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { temporaryDataDir } from '@paydesk/data-folder';
import { embeddedDatabase } from '@paydesk/embedded-database';
import { pino } from 'pino';
import { systemActor } from '../src/base/actor.ts';
import { readSettings } from '../src/base/settings.ts';
import { createAppContext } from '../src/context/createAppContext.ts';
import { connectDatabase } from '../src/db/connect.ts';
import { migrateToLatest } from '../src/db/migrate.ts';
import { startSequencer } from '../src/events/startSequencer.ts';
import { postTransaction } from '../src/ledger/postTransaction.ts';
import { upsertUser } from '../src/users/upsertUser.ts';

/*
 * What events cost a posting: `node bench/events.ts [rounds]`. Three ways, one after another in each round, so that
 * they meet the same machine: without events (the trigger of `transactions` is off), written into the outbox, and
 * written while a sequencer numbers them. An embedded PostgreSQL with fsync on; read the ratios, not the figures.
 */
const CALLERS = 32;
const POSTINGS = 500;
const USERS = 500;
const rounds = Number(process.argv[2] ?? 15);

const dataDir = temporaryDataDir('bench');
const database = await embeddedDatabase({ dataDir }).ensureRunning();
const knex = connectDatabase(database.url, { poolMax: 20 });
await migrateToLatest(knex);
const desk = createAppContext(
  readSettings({ LOG_LEVEL: 'silent' }, () => 'a secret for the benchmark alone, long enough'),
  knex,
  pino({ level: 'silent' }),
);
const actor = systemActor('benchmark');
const users: string[] = [];
for (let n = 0; n < USERS; n += 1)
  users.push((await upsertUser(desk, actor, { externalId: `bench-${n}`, username: `bench ${n}` })).id);

async function perSecond(afterEach = () => {}): Promise<number> {
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      while (next < POSTINGS) {
        const userId = users[next++ % USERS] ?? '';
        await postTransaction(knex, {
          userId,
          transactionType: 'bonus',
          amountUsd: '1.00',
          actor,
          at: new Date(),
        });
        afterEach();
      }
    }),
  );
  return POSTINGS / ((performance.now() - startedAt) / 1000);
}

const setTrigger = async (state: 'disable' | 'enable always') =>
  await knex.raw(`alter table transactions ${state} trigger transactions_events`);

async function withoutEvents(): Promise<number> {
  await setTrigger('disable');
  const figure = await perSecond();
  await setTrigger('enable always');
  return figure;
}

async function numbered(): Promise<number> {
  const sequencer = startSequencer(desk);
  // As every request that changes something does.
  const figure = await perSecond(() => sequencer.wake());
  while ((await knex('event_outbox').limit(1)).length > 0) await pause(20);
  await sequencer.stop();
  return figure;
}

const WAYS = {
  'without events': withoutEvents,
  written: async () => await perSecond(),
  'written and numbered': numbered,
};
type Way = keyof typeof WAYS;

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

try {
  const figures: Record<Way, number[]> = { 'without events': [], written: [], 'written and numbered': [] };
  await perSecond();
  const names = Object.keys(WAYS) as Way[];
  for (let round = 0; round < rounds; round += 1)
    // Each goes first in turn.
    for (const [index] of names.entries()) {
      const name = names[(index + round) % names.length] ?? 'written';
      figures[name].push(await WAYS[name]());
    }
  const base = figures['without events'];
  for (const [name, values] of Object.entries(figures)) {
    const ratio = median(values.map((value, round) => value / (base[round] ?? value)));
    process.stdout.write(`${name}: ${median(values).toFixed(0)}/s, ratio ${ratio.toFixed(3)}\n`);
  }
} finally {
  await knex.destroy();
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
