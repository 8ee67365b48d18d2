import {
  eventListInput,
  eventListOutput,
  eventOutput,
  type EventType,
  getInput,
  USER_EVENT_TYPES,
} from '@paydesk/types';
import { DomainError } from '../base/domainError.ts';
import { permitted, refuseOtherUser, router } from '../trpc/procedure.ts';
import { presentEvents } from './presentEvents.ts';
import { findEvent, readEvents } from './readEvents.ts';

/** What happened, in order. A user token reads its own user's events, of the types that concern users. */
export const eventsRouter = router({
  list: permitted('events.read')
    .input(eventListInput)
    .output(eventListOutput)
    .query(async ({ ctx: { app, ownUserId }, input: { after, types, userId, limit } }) => {
      if (userId !== undefined) refuseOtherUser(ownUserId, userId);
      const page = await readEvents(app.knex, {
        after,
        limit,
        types: ownUserId === null ? types : typesForUsers(types),
        userId: ownUserId ?? userId,
      });
      return {
        data: await presentEvents(app, page.events, { forUser: ownUserId !== null }),
        nextCursor: String(page.cursor),
        hasMore: page.hasMore,
      };
    }),
  get: permitted('events.read')
    .input(getInput)
    .output(eventOutput)
    .query(async ({ ctx: { app, ownUserId }, input: { id } }) => {
      const event = await findEvent(
        app.knex,
        id,
        ownUserId === null ? {} : { userId: ownUserId, types: USER_EVENT_TYPES },
      );
      const [shown] = await presentEvents(app, [event], { forUser: ownUserId !== null });
      if (shown === undefined) throw new Error('an event was not presented');
      return shown;
    }),
});

/** @throws DomainError `PERMISSION_DENIED` for types that user tokens do not see */
function typesForUsers(types: readonly EventType[] = USER_EVENT_TYPES): readonly EventType[] {
  const hidden = types.filter((type) => !USER_EVENT_TYPES.includes(type));
  if (hidden.length > 0)
    throw new DomainError('PERMISSION_DENIED', `a user token does not see ${hidden.join(', ')}`);
  return types;
}
