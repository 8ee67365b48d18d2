import type { AppContext } from '../context/appContext.ts';
import { readEvents } from '../events/readEvents.ts';
import { sequenceEvents } from '../events/sequenceEvents.ts';

/**
 * A cursor behind which every event is still there. `now`: behind all that is committed. Refuses with INVALID_CURSOR
 * (ahead of the desk), CURSOR_EXPIRED (events behind it were removed by age).
 */
export async function resolveCursor(ctx: AppContext, after: number | 'now'): Promise<string> {
  if (after === 'now') await sequenceEvents(ctx);
  const { cursor } = await readEvents(ctx.knex, { after, limit: 1 });
  return String(after === 'now' ? cursor : after);
}
