import { expect, test } from 'vitest';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { httpDesk } from '../support/http.ts';
import { actors, newUser } from '../support/testDesk.ts';
import { cursorNow } from './eventDesk.ts';

const { desk, app } = await httpDesk();
const { knex } = desk;

/** The gauges of events, without the beginning of their names. */
async function gauges(): Promise<Record<string, number>> {
  const { body } = await app.inject({ url: '/metrics', remoteAddress: '127.0.0.1' });
  return Object.fromEntries(
    [...body.matchAll(/^paydesk_events_(\w+) (\S+)$/gm)].map(([, name, value]) => [name, Number(value)]),
  );
}

test('the metrics say how far the numbering is behind', async () => {
  const user = await newUser(desk);
  const head = await cursorNow(desk);
  await freezeUser(desk, actors.staff(), user.id, true, 'for a test');
  await freezeUser(desk, actors.staff(), user.id, false, 'for a test');
  // The owner makes the first one older, behind the trigger.
  await knex.raw('alter table event_outbox disable trigger event_outbox_is_permanent');
  await knex.raw(
    `update event_outbox set created_at = created_at - interval '1 hour'
     where position = (select min(position) from event_outbox)`,
  );
  await knex.raw('alter table event_outbox enable always trigger event_outbox_is_permanent');
  const waiting = await gauges();
  expect(waiting).toMatchObject({ last_sequence: head, waiting: 2 });
  expect(waiting['waiting_seconds']).toBeGreaterThanOrEqual(3600);
  expect(waiting['waiting_seconds']).toBeLessThan(3700);
  await sequenceEvents(desk);
  expect(await gauges()).toMatchObject({ last_sequence: head + 2, waiting: 0, waiting_seconds: 0 });
});
