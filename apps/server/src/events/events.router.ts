import { eventListInput, eventListOutput, eventOutput, getInput } from '@paydesk/types';
import { permitted, router } from '../trpc/procedure.ts';
import { eventScope } from './eventScope.ts';
import { presentEvents } from './presentEvents.ts';
import { findEvent, readEvents } from './readEvents.ts';

/** What happened, in order. A user token reads its own user's events, of the types that concern users. */
export const eventsRouter = router({
  list: permitted('events.read')
    .input(eventListInput)
    .output(eventListOutput)
    .query(async ({ ctx: { app, ownUserId }, input: { after, limit, ...asked } }) => {
      const { forUser, ...selection } = eventScope(ownUserId, asked);
      const page = await readEvents(app.knex, { after, limit, ...selection });
      return {
        data: await presentEvents(app, page.events, { forUser }),
        nextCursor: String(page.cursor),
        hasMore: page.hasMore,
      };
    }),
  get: permitted('events.read')
    .input(getInput)
    .output(eventOutput)
    .query(async ({ ctx: { app, ownUserId }, input: { id } }) => {
      const { forUser, types = null, userId = null } = eventScope(ownUserId);
      const event = await findEvent(app.knex, id, { types, userId });
      const [shown] = await presentEvents(app, [event], { forUser });
      if (shown === undefined) throw new Error('an event was not presented');
      return shown;
    }),
});
