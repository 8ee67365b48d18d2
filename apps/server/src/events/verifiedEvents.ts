import type { AppContext } from '../context/appContext.ts';
import { findForeign, proofProblemOfValues, requireOriginKey } from '../origin/checkOrigin.ts';
import { valuesToInsert } from '../origin/originFields.ts';
import type { StoredEvent } from './readEvents.ts';

/**
 * The events, without the data of those that no sequencer of the desk wrote: whoever reads them looks at the resource
 * itself. PostgreSQL lets an event say only what happened, but it cannot see what its data is.
 */
export async function withVerifiedData(
  ctx: AppContext,
  events: readonly StoredEvent[],
): Promise<readonly StoredEvent[]> {
  const key = requireOriginKey(ctx.knex);
  const foreign = events.filter(
    (event) => event.data !== null && proofProblemOfValues(key, event.origin_mac, valuesOf(event)) !== null,
  );
  if (foreign.length === 0) return events;
  const oldest = await lastWithoutProof(ctx);
  const refused = new Set(foreign.filter((event) => !isOld(event, oldest)));
  for (const { id, type } of refused)
    ctx.log.error(
      { alarm: 'EVENT_CHANGED', eventId: id, type },
      'the data of an event is not as the desk wrote it, and is left out: someone wrote to the database',
    );
  return events.map((event) => (refused.has(event) ? { ...event, data: null } : event));
}

const valuesOf = (event: StoredEvent) =>
  valuesToInsert('event', {
    id: event.id,
    sequence: event.sequence,
    type: event.type,
    resourceType: event.resource_type,
    resourceId: event.resource_id,
    userId: event.user_id,
    data: event.data,
    createdAt: event.created_at,
  });

const isOld = ({ origin_mac: proof, sequence }: StoredEvent, oldest: bigint) =>
  proof === null && BigInt(sequence) <= oldest;

/** The last event from before there were proofs; 0 without a mark that the desk wrote. */
async function lastWithoutProof({ knex }: AppContext): Promise<bigint> {
  const row = await knex('resource_boundary').first<{ event_sequence: string } | undefined>('event_sequence');
  const isOwn = (await findForeign(knex, 'resource_boundary', { sql: 'true', bindings: {} })) === null;
  return row !== undefined && isOwn ? BigInt(row.event_sequence) : 0n;
}
