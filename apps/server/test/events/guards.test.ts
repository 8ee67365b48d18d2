import { expect, test } from 'vitest';
import type { AppContext } from '../../src/context/appContext.ts';
import { readEvents } from '../../src/events/readEvents.ts';
import { removeOldEvents } from '../../src/events/removeOldEvents.job.ts';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { User } from '../../src/models/User.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { verifyDesk } from '../../src/verify/verifyDesk.ts';
import { refusalOf } from '../support/money.ts';
import { actors, newUser, testDesk } from '../support/testDesk.ts';
import { cursorNow, eventsAfter, eventsOf } from './eventDesk.ts';

const desk = await testDesk();
const { knex } = desk;
const user = await newUser(desk);
const freeze = async (frozen = true) => await freezeUser(desk, actors.staff(), user.id, frozen, 'for a test');

async function someEvents(count: number, db = knex): Promise<void> {
  await db.raw(
    `select emit_event('test', 'webhook_endpoint', n::text, null, '{}') from generate_series(1, ?) n`,
    [count],
  );
  await sequenceEvents({ ...desk, knex: db });
}

// The first test: PostgreSQL keeps the plans of a session, and these are from when there is no event yet.
test('to number events neither another event is read nor what has left the outbox', async () => {
  const trx = await knex.transaction();
  const rowsRead = async () =>
    await trx('pg_stat_xact_user_tables')
      .whereIn('relname', ['events', 'event_outbox'])
      .orderBy('relname')
      .select('relname', 'seq_scan', 'seq_tup_read');
  try {
    const before = await rowsRead();
    await someEvents(3, trx);
    await someEvents(5, trx);
    expect(await rowsRead()).toEqual(before);
  } finally {
    await trx.rollback();
  }
});

test('a change that is rolled back leaves no event', async () => {
  const events = await eventsOf(desk, async () => {
    const trx = await knex.transaction();
    await User.query(trx).findById(user.id).patch({ frozenAt: new Date(), frozenNote: 'never' });
    expect(await trx('event_outbox').pluck('type')).toEqual(['user.frozen']);
    await trx.rollback();
  });
  expect(events).toEqual([]);
});

test('what is waiting for its number can be neither changed nor removed, and nothing can be forged', async () => {
  await freeze();
  expect(await knex('event_outbox').pluck('type')).toEqual(['user.frozen']);
  expect(await refusalOf(knex('event_outbox').delete())).toBe('IMMUTABLE');
  expect(await refusalOf(knex('event_outbox').update({ type: 'user.unfrozen' }))).toBe('IMMUTABLE');
  expect(await refusalOf(knex.raw('truncate event_outbox'))).toBe('IMMUTABLE');
  const forged = { type: 'payment.credited', resource_type: 'payment', resource_id: user.id };
  expect(await refusalOf(knex('event_outbox').insert(forged))).toBe('IMMUTABLE');
  expect(
    await refusalOf(knex.raw(`select emit_event('payment.credited', 'payment', ?, null, null)`, [user.id])),
  ).toBe('IMMUTABLE');
  expect((await eventsAfter(desk, 0)).map(({ type }) => type)).toEqual(['user.frozen']);
});

test('events cannot be changed, removed, inserted or numbered with a gap', async () => {
  await freeze(false);
  await sequenceEvents(desk);
  await freeze();
  const [waiting] = await knex('event_outbox').select();
  const { sequence } = await knex('event_head').first<{ sequence: string }>('sequence');
  const row = (changes: object) => ({
    sequence: Number(sequence) + 1,
    id: user.id,
    position: waiting.position,
    type: waiting.type,
    resource_type: waiting.resource_type,
    resource_id: waiting.resource_id,
    user_id: waiting.user_id,
    created_at: waiting.created_at,
    ...changes,
  });
  expect(await refusalOf(knex('events').insert(row({ sequence: Number(sequence) + 2 })))).toBe('IMMUTABLE');
  expect(await refusalOf(knex('events').insert(row({ type: 'payment.credited' })))).toBe('IMMUTABLE');
  expect(await refusalOf(knex('events').insert(row({ position: 1_000_000 })))).toBe('IMMUTABLE');
  expect(await refusalOf(knex('events').update({ data: '{}' }))).toBe('IMMUTABLE');
  expect(await refusalOf(knex('events').delete())).toBe('IMMUTABLE');
  expect(await refusalOf(knex.raw('truncate events'))).toBe('IMMUTABLE');
  for (const change of [{ sequence: 0 }, { sequence: 1000 }, { removed_through: 1 }])
    expect(await refusalOf(knex('event_head').update(change)), JSON.stringify(change)).toBe('IMMUTABLE');
  expect(await refusalOf(knex('event_head').delete())).toBe('IMMUTABLE');
  expect(await refusalOf(knex.raw('truncate event_head'))).toBe('IMMUTABLE');
  await sequenceEvents(desk);
  expect(Number((await knex('event_head').first<{ sequence: string }>('sequence')).sequence)).toBe(
    Number(sequence) + 1,
  );
});

test('an event whose data cannot be built keeps its place without data, and is an alarm', async () => {
  const alarms: unknown[] = [];
  const ctx = {
    ...desk,
    log: { error: (facts: unknown) => void alarms.push(facts) },
  } as unknown as AppContext;
  const after = await cursorNow(desk);
  await freeze(false);
  // The owner breaks a snapshot, behind the trigger.
  await knex.raw('alter table event_outbox disable trigger event_outbox_is_permanent');
  await knex('event_outbox').update({ snapshot: JSON.stringify({ created_at: 'not a time' }) });
  await knex.raw('alter table event_outbox enable always trigger event_outbox_is_permanent');
  await freeze();
  await sequenceEvents(ctx);
  const events = await eventsAfter(desk, after);
  expect(events).toMatchObject([
    { type: 'user.unfrozen', data: null, resourceId: user.id },
    { type: 'user.frozen', data: { isFrozen: true } },
  ]);
  expect(alarms).toMatchObject([{ alarm: 'EVENT_WITHOUT_DATA', type: 'user.unfrozen', resourceId: user.id }]);
});

test('a database that does not answer costs no data: the events wait', async () => {
  const after = await cursorNow(desk);
  await freeze(false);
  const raw = () => Promise.reject(Object.assign(new Error('no answer'), { code: 'ECONNRESET' }));
  const broken = {
    ...desk,
    knex: new Proxy(knex, {
      get: (target, key) => (key === 'raw' ? raw : (Reflect.get(target, key) as unknown)),
    }),
  };
  await expect(sequenceEvents(broken)).rejects.toThrow('no answer');
  expect(await knex('event_outbox').pluck('type')).toEqual(['user.unfrozen']);
  expect(await eventsAfter(desk, after)).toMatchObject([{ data: { isFrozen: false } }]);
});

test('old events are removed in slices, and an older cursor is refused', async () => {
  const first = await cursorNow(desk);
  await someEvents(30);
  const old = first + 25;
  await knex.raw('alter table events disable trigger events_are_permanent');
  await knex.raw(`update events set created_at = now() - interval '31 days' where sequence <= ?`, [old]);
  await knex.raw('alter table events enable always trigger events_are_permanent');
  expect(await refusalOf(knex('event_head').update({ removed_through: old + 1 }))).toBe('IMMUTABLE');
  expect(await refusalOf(knex('events').where('sequence', '<=', old).delete())).toBe('IMMUTABLE');

  expect(await removeOldEvents(desk, 10)).toBe(old);
  expect(await removeOldEvents(desk)).toBe(0);
  expect(await refusalOf(readEvents(knex, { after: old - 1, limit: 5 }))).toBe('CURSOR_EXPIRED');
  for (const after of [old, undefined])
    expect(
      (await readEvents(knex, { after, limit: 100 })).events.map(({ sequence }) => Number(sequence)),
    ).toEqual([old + 1, old + 2, old + 3, old + 4, old + 5]);
  expect((await verifyDesk(knex)).checks.find(({ name }) => name === 'events')).toMatchObject({ faults: 0 });
});

test('a longer retention keeps what a shorter one removes', async () => {
  await knex.raw('alter table events disable trigger events_are_permanent');
  await knex.raw(`update events set created_at = now() - interval '31 days'`);
  await knex.raw('alter table events enable always trigger events_are_permanent');
  const longer = { ...desk, settings: { ...desk.settings, eventRetentionDays: 32 } };
  expect(await removeOldEvents(longer)).toBe(0);
  expect(await removeOldEvents(desk)).toBe(5);
  // The numbers go on where they were.
  const after = await cursorNow(desk);
  await someEvents(2);
  expect((await readEvents(knex, { limit: 5 })).events.map(({ sequence }) => Number(sequence))).toEqual([
    after + 1,
    after + 2,
  ]);
});

test('a cursor ahead of the desk, as after the restore of a backup, is refused', async () => {
  const head = await cursorNow(desk);
  expect(await refusalOf(readEvents(knex, { after: head + 1, limit: 5 }))).toBe('INVALID_CURSOR');
  expect(await readEvents(knex, { after: head, limit: 5 })).toEqual({
    events: [],
    cursor: head,
    hasMore: false,
  });
});

test('verify names a gap and a lost end', async () => {
  const findings = async () => (await verifyDesk(knex)).checks.find(({ name }) => name === 'events');
  await someEvents(5);
  const head = await cursorNow(desk);
  expect(await findings()).toMatchObject({ faults: 0, firstBad: null });
  const remove = async (sequence: number) => {
    await knex.raw('alter table events disable trigger events_removal');
    await knex('events').where({ sequence }).delete();
    await knex.raw('alter table events enable always trigger events_removal');
  };
  await remove(head);
  expect(await findings()).toMatchObject({ faults: 1, firstBad: { table: 'event_head' } });
  await remove(head - 2);
  expect(await findings()).toMatchObject({
    faults: 2,
    firstBad: { table: 'events', problem: `events before number ${head - 1} are missing` },
  });
});
