import type { AppContext } from '../context/appContext.ts';
import { readProviderReport } from '../nowpayments/providerReport.ts';
import { verifyReport } from './receiveNotification.ts';

const DAY_MS = 24 * 3_600_000;

interface StoredEvent {
  id: string;
  body: unknown;
}

/**
 * Asks the provider about reports that were stored but not applied, because a process died in between or its API was
 * away. They are never applied from the row: whoever writes to the database could have put them there. Looks back one
 * day, and for notifications ten: no poll replaces one about a payment that the desk does not know. Returns how many
 * it found.
 */
export async function applyKeptReports(ctx: AppContext, limit = 100): Promise<number> {
  const now = ctx.clock.now().getTime();
  const { rows } = await ctx.knex.raw<{ rows: StoredEvent[] }>(
    `select e.id, e.body from provider_events e
     where e.received_at between ? and ? and (e.source = 'ipn' or e.received_at > ?)
       and not exists (select from provider_event_outcomes o where o.event_id = e.id)
     order by e.received_at limit ?`,
    [new Date(now - 10 * DAY_MS), new Date(now - 10_000), new Date(now - DAY_MS), limit],
  );
  for (const event of rows) {
    const report = readProviderReport(event.body);
    if (report === null) continue;
    try {
      // The API is still away: the other reports would only wait for it too.
      if ((await verifyReport(ctx, event.id, report)) === null) break;
    } catch (error) {
      // A report that cannot be applied must not hold up the others; it stays without an outcome.
      ctx.log.error({ err: error, eventId: event.id }, 'a stored report could not be applied');
    }
  }
  return rows.length;
}
