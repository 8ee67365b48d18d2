import type { AppContext } from '../context/appContext.ts';
import { readProviderReport } from '../nowpayments/providerReport.ts';
import { applyReport } from './receiveReport.ts';

interface StoredEvent {
  id: string;
  body: unknown;
}

/**
 * Applies reports that were stored but not applied, because a process died in between. Looks back one day;
 * polling has replaced older ones. Returns how many it found.
 */
export async function applyKeptReports(ctx: AppContext, limit = 100): Promise<number> {
  const now = ctx.clock.now().getTime();
  const { rows } = await ctx.knex.raw<{ rows: StoredEvent[] }>(
    `select e.id, e.body from provider_events e
     where e.received_at between ? and ? and not exists (select from provider_event_outcomes o where o.event_id = e.id)
     order by e.received_at limit ?`,
    [new Date(now - 24 * 3_600_000), new Date(now - 10_000), limit],
  );
  for (const event of rows) {
    const report = readProviderReport(event.body);
    if (report === null) continue;
    try {
      await applyReport(ctx, event.id, report);
    } catch (error) {
      // A report that cannot be applied must not hold up the others; it stays without an outcome.
      ctx.log.error({ err: error, eventId: event.id }, 'a stored report could not be applied');
    }
  }
  return rows.length;
}
