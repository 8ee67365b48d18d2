import type { AppContext } from '../../context/appContext.ts';
import { type EventLag, eventLag } from '../../events/eventLag.ts';
import type { Scrape } from './scrape.ts';
import { sharedGauges } from './sharedGauges.ts';

/** What operators monitor about events: whether they get their numbers, and what was removed by age. */
export function eventGauges(ctx: AppContext, scrape: Scrape): void {
  const gauge = sharedGauges<EventLag>(ctx, scrape, async () => await eventLag(ctx.knex));
  gauge(
    'paydesk_events_last_sequence',
    'Number of the last event; it never falls',
    ({ sequence }) => sequence,
  );
  gauge(
    'paydesk_events_waiting',
    'Committed events without a number, which cannot be read yet',
    ({ waiting }) => waiting,
  );
  gauge(
    'paydesk_events_waiting_seconds',
    'Age of the oldest of them; over a few seconds: no process numbers events',
    ({ waitingSeconds }) => waitingSeconds,
  );
  gauge(
    'paydesk_events_oldest_seconds',
    'Age of the oldest event that can still be read; 0 if there is none',
    ({ oldestSeconds }) => oldestSeconds,
  );
}
