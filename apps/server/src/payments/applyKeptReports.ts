import type { AppContext } from '../context/appContext.ts';
import { readProviderReport } from '../nowpayments/providerReport.ts';
import { applyReport } from './receiveReport.ts';

interface KeptEvent {
  id: string;
  body: unknown;
}

/**
 * Applies reports that were kept but not decided, because a process died in between. Looks back one day;
 * older ones were overtaken by polling. Answers how many it applied.
 */
export async function applyKeptReports(ctx: AppContext, limit = 100): Promise<number> {
  const now = ctx.clock.now().getTime();
  const { rows } = await ctx.knex.raw<{ rows: KeptEvent[] }>(
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
      // One that cannot be applied stays undecided, for a person to see; the others must not wait behind it.
      ctx.log.error({ err: error, eventId: event.id }, 'a kept report could not be applied');
    }
  }
  return rows.length;
}
