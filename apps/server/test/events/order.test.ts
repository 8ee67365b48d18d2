import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, expect, test } from 'vitest';
import { newId } from '../../src/base/identifiers.ts';
import { connectDatabase } from '../../src/db/connect.ts';
import { readEvents, type StoredEvent } from '../../src/events/readEvents.ts';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { Transaction } from '../../src/models/Transaction.ts';
import { UserBalance } from '../../src/models/UserBalance.ts';
import { entry } from '../support/money.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { newUser, testDesk } from '../support/testDesk.ts';

const WRITERS = 8;
const POSTINGS = 60;

const desk = await testDesk();
const { knex } = desk;
const { url } = await testDatabase();
const userIds = [await newUser(desk), await newUser(desk), await newUser(desk)].map(({ id }) => id);

/** Posts under the lock of a user's balance and commits a random time later, or does not commit at all. */
async function write(): Promise<string[]> {
  const committed: string[] = [];
  for (let n = 0; n < POSTINGS; n += 1) {
    const userId = userIds[randomInt(userIds.length)] ?? '';
    const id = newId();
    const trx = await knex.transaction();
    try {
      await UserBalance.query(trx).findById(userId).forUpdate();
      await trx('transactions').insert(entry(userId, { id }));
      await pause(randomInt(15));
      if (randomInt(5) === 0) await trx.rollback();
      else {
        await trx.commit();
        committed.push(id);
      }
    } catch (error) {
      await trx.rollback();
      throw error;
    }
    if (randomInt(3) === 0) await pause(randomInt(10));
  }
  return committed;
}

test('readers get every committed event once, in a sequence without gaps, while sequencers are killed', async () => {
  let isWriting = true;
  let kills = 0;
  const application = `sequencer-${newId()}`;
  const sequencers = [1, 2].map(() => connectDatabase(url, { applicationName: application, poolMax: 3 }));
  afterAll(async () => await Promise.all(sequencers.map(async (pool) => await pool.destroy())));

  const sequencing = sequencers.map(async (pool) => {
    while (isWriting) {
      await sequenceEvents({ ...desk, knex: pool }).catch(() => null);
      await pause(randomInt(5));
    }
  });
  const killing = (async () => {
    while (isWriting) {
      await pause(randomInt(40));
      const { rows } = await knex.raw<{ rows: { killed: boolean }[] }>(
        `select pg_terminate_backend(pid) as killed from pg_stat_activity
         where application_name = ? and state <> 'idle' limit 1`,
        [application],
      );
      kills += rows.length;
    }
  })();
  const received: StoredEvent[] = [];
  let cursor = 0;
  const follow = async () => {
    const page = await readEvents(knex, { after: cursor, limit: 7 });
    received.push(...page.events);
    cursor = page.cursor;
    return page.hasMore;
  };
  const reading = (async () => {
    while (isWriting) if (!(await follow())) await pause(randomInt(4));
  })();

  const committed = (await Promise.all(Array.from({ length: WRITERS }, write))).flat();
  isWriting = false;
  await Promise.all([...sequencing, killing, reading]);
  await sequenceEvents(desk);
  while (await follow());

  expect(kills).toBeGreaterThan(3);
  expect(received.map(({ sequence }) => Number(sequence))).toEqual(
    received.map((_event, index) => index + 1),
  );
  expect(received.map(({ resource_id }) => resource_id).toSorted()).toEqual(committed.toSorted());
  // What happened to one user is in the order of that user's ledger.
  const seqOf = new Map(
    (await Transaction.query(knex).select('id', 'seq')).map(({ id, seq }) => [id, Number(seq)]),
  );
  for (const id of userIds) {
    const seqs = received
      .filter(({ user_id }) => user_id === id)
      .map((event) => seqOf.get(event.resource_id));
    expect(seqs).toEqual(seqs.map((_seq, index) => index + 1));
  }
});

test('two sequencers at once number each event once', async () => {
  await knex.raw(
    `select emit_event('test', 'webhook_endpoint', n::text, null, '{}') from generate_series(1, 1200) n`,
  );
  const numbered = await Promise.all([1, 2, 3, 4].map(async () => await sequenceEvents(desk)));
  expect(numbered.reduce((sum, one) => sum + one)).toBe(1200);
  expect(await knex('event_outbox').select('position')).toEqual([]);
});
