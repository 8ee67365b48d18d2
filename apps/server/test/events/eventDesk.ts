import type { EventOutput, EventType } from '@paydesk/types';
import type { Knex } from 'knex';
import type { AppContext } from '../../src/context/appContext.ts';
import { presentEvents } from '../../src/events/presentEvents.ts';
import { readEvents } from '../../src/events/readEvents.ts';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';

/** The cursor of now: everything written so far is numbered. */
export async function cursorNow(desk: AppContext): Promise<number> {
  await sequenceEvents(desk);
  return (await readEvents(desk.knex, { after: 'now', limit: 1 })).cursor;
}

/** Numbers what is waiting, and returns the events behind the cursor as apps see them. */
export async function eventsAfter(desk: AppContext, after: number): Promise<EventOutput[]> {
  await sequenceEvents(desk);
  const { events } = await readEvents(desk.knex, { after, limit: 10_000 });
  return await presentEvents(desk, events, { forUser: false });
}

/** What this work reports, in order. */
export async function eventsOf(desk: AppContext, work: () => Promise<unknown>): Promise<EventOutput[]> {
  const after = await cursorNow(desk);
  await work();
  return await eventsAfter(desk, after);
}

/** The types that this database transaction has written so far; it is rolled back. */
export async function typesWrittenBy(
  knex: Knex,
  work: (trx: Knex.Transaction) => Promise<unknown>,
): Promise<EventType[]> {
  const trx = await knex.transaction();
  try {
    const before = await trx('event_outbox').max('position as last').first<{ last: string | null }>();
    await work(trx);
    return await trx('event_outbox')
      .where('position', '>', before.last ?? 0)
      .orderBy('position')
      .pluck('type');
  } finally {
    await trx.rollback();
  }
}
