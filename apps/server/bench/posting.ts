import { rmSync } from 'node:fs';
import { temporaryDataDir } from '@paydesk/data-folder';
import { pino } from 'pino';
import { systemActor } from '../src/base/actor.ts';
import { newId } from '../src/base/identifiers.ts';
import { readSettings } from '../src/base/settings.ts';
import { connectDatabase } from '../src/db/connect.ts';
import { embeddedDatabase } from '@paydesk/embedded-database';
import { migrateToLatest } from '../src/db/migrate.ts';
import { createAppContext } from '../src/context/createAppContext.ts';
import { postTransaction } from '../src/ledger/postTransaction.ts';
import { Transaction } from '../src/models/Transaction.ts';
import { UserBalance } from '../src/models/UserBalance.ts';
import { upsertUser } from '../src/users/upsertUser.ts';

/*
 * Postings per second, three ways side by side in one run: `node bench/posting.ts [rounds]`.
 * One call: the ledger's own `post_transaction`. In steps: begin, lock, insert, read back, commit, as application code is usually written
 * (the triggers do the same work in both). An embedded PostgreSQL with fsync on; read the ratio, not the figures.
 */
const CALLERS = 64;
const POSTINGS = 1500;
const USERS = 500;
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
const actor = systemActor('benchmark');
const users: string[] = [];
for (let n = 0; n < USERS; n += 1)
  users.push((await upsertUser(desk, actor, { externalId: `bench-${n}`, username: `bench ${n}` })).id);

const posting = (userId: string) => ({
  userId,
  transactionType: 'bonus' as const,
  amountUsd: '1.00',
  actor,
  at: new Date(),
});

async function inOneCall(userId: string): Promise<void> {
  await postTransaction(knex, posting(userId));
}

/** The same from a process that writes no proofs of origin. */
const unsigned = connectDatabase(database.url, { poolMax: 20 });
async function withoutProof(userId: string): Promise<void> {
  await postTransaction(unsigned, posting(userId));
}

async function inSteps(userId: string): Promise<void> {
  await knex.transaction(async (trx) => {
    const balance = await UserBalance.query(trx).findById(userId).forUpdate().throwIfNotFound();
    await Transaction.query(trx).insert({
      id: newId(),
      userId,
      transactionType: 'bonus',
      amountUsd: '1.00',
      actorKind: 'system',
      actorName: 'benchmark',
      createdAt: new Date(),
      seq: balance.lastSeq,
      hash: '',
      prevHash: '',
      balanceAfter: '0',
    });
    await UserBalance.query(trx).findById(userId);
  });
}

async function perSecond(post: (userId: string) => Promise<void>, spread: number): Promise<number> {
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      while (next < POSTINGS) await post(users[next++ % spread] as string);
    }),
  );
  return POSTINGS / ((performance.now() - startedAt) / 1000);
}

const median = (values: number[]) =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;

try {
  for (const [name, spread] of [
    ['spread over 500 users', USERS],
    ['one hot user', 1],
  ] as const) {
    const figures = { oneCall: [] as number[], withoutProof: [] as number[], steps: [] as number[] };
    for (let round = 0; round < rounds; round += 1) {
      figures.oneCall.push(await perSecond(inOneCall, spread));
      figures.withoutProof.push(await perSecond(withoutProof, spread));
      figures.steps.push(await perSecond(inSteps, spread));
    }
    const oneCall = median(figures.oneCall);
    const steps = median(figures.steps);
    const proof = 1 - oneCall / median(figures.withoutProof);
    process.stdout.write(
      `${name}: one call ${oneCall.toFixed(0)}/s, in steps ${steps.toFixed(0)}/s, ratio ${(oneCall / steps).toFixed(2)}; ` +
        `the proof of origin costs ${(proof * 100).toFixed(1)} %\n`,
    );
  }
} finally {
  await Promise.all([knex.destroy(), unsigned.destroy()]);
  await database.stop();
  rmSync(dataDir, { recursive: true, force: true });
}
