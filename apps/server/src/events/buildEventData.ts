import type { AppContext } from '../context/appContext.ts';
import { postgresErrorOf } from '../db/refusal.ts';
import { DATA_BUILDERS, type DataBuilder, type WaitingEvent } from './dataBuilders.ts';

/**
 * The data of events as apps see it, by position: the row as the change left it, presented as its `get` does. An
 * event whose data cannot be built gets none and an alarm is logged: it must not hold up the events behind it.
 * @throws whatever says that the database did not answer, so that the caller can repeat it
 */
export async function buildEventData(
  ctx: AppContext,
  events: readonly WaitingEvent[],
): Promise<Map<string, unknown>> {
  const built = new Map<string, unknown>();
  for (const resource of new Set(events.map(({ resourceType }) => resourceType))) {
    const build = DATA_BUILDERS[resource];
    if (build === null) continue;
    const ofResource = events.filter(({ resourceType }) => resourceType === resource);
    for (const [position, data] of await buildAll(ctx, build, ofResource)) built.set(position, data);
  }
  return built;
}

/** All at once; one by one if that fails, to find those that cannot be built. */
async function buildAll(
  ctx: AppContext,
  build: DataBuilder,
  events: readonly WaitingEvent[],
): Promise<Map<string, unknown>> {
  try {
    return await build(ctx, events);
  } catch (error) {
    if (isPassing(error)) throw error;
  }
  const built = new Map<string, unknown>();
  for (const event of events)
    for (const [position, data] of await buildOne(ctx, build, event)) built.set(position, data);
  return built;
}

async function buildOne(
  ctx: AppContext,
  build: DataBuilder,
  event: WaitingEvent,
): Promise<Map<string, unknown>> {
  try {
    return await build(ctx, [event]);
  } catch (error) {
    if (isPassing(error)) throw error;
    const { position, type, resourceId } = event;
    ctx.log.error(
      { err: error, alarm: 'EVENT_WITHOUT_DATA', type, resourceId, position },
      'the data of an event could not be built; the event has none',
    );
    return new Map();
  }
}

/** PostgreSQL's classes: connection, rollback, resources, locks, cancelled, system. */
const PASSING_CLASSES = /^(08|40|53|55|57|58)/;

/** The database did not answer, or the pool had no connection: nothing is wrong with the event. */
function isPassing(error: unknown): boolean {
  const code = postgresErrorOf(error)?.code;
  // The codes of Node, such as ECONNRESET, have another form.
  if (code !== undefined) return !/^[0-9A-Z]{5}$/.test(code) || PASSING_CLASSES.test(code);
  return (
    error instanceof Error &&
    (error.name === 'KnexTimeoutError' || error.message.startsWith('Connection terminated'))
  );
}
