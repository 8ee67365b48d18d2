import { LIVE_TOPICS, type LiveChange, type LiveMessage, type LiveTopic } from '@paydesk/types';
import type { StaffPrincipal } from '../auth/principal.ts';
import type { AppContext } from '../context/appContext.ts';
import type { LiveNews, LiveTail } from './liveTail.ts';
import { viewersFor } from './presence.ts';
import { cursorText, type LiveCursor, readChanges } from './readChanges.ts';

/** The connection of one reader. */
interface LiveReader {
  /** Resolves when the next can be sent. `name`: what kind of message, if not a change. */
  send(messages: readonly { sequence: string; text: string; name?: 'reset' | 'presence' }[]): Promise<void>;
}

/** News that wait for a slow reader. With more it loads everything again. */
const MAX_WAITING = 100;

interface LiveFollower {
  staff: StaffPrincipal;
  /** Null: from now on. */
  after: LiveCursor | null;
  reader: LiveReader;
  signal: AbortSignal;
}

/**
 * Tells a member of staff which rows change, of the topics that their permissions allow, until the signal ends it:
 * first what has changed behind the cursor, then what changes. Nothing is left out; something may be sent twice.
 */
export async function followLive(
  { knex }: AppContext,
  tail: LiveTail,
  { staff, after, reader, signal }: LiveFollower,
): Promise<void> {
  let waiting: LiveNews[] = [];
  let call = Promise.withResolvers<void>();
  // Before the read of what lies behind: what comes meanwhile is not missed.
  const place = tail.join((news) => {
    if (waiting.length < MAX_WAITING) waiting.push(news);
    else {
      const viewers = news.viewers ?? waiting.findLast((before) => before.viewers !== null)?.viewers ?? null;
      waiting = [{ ...news, changes: null, viewers }];
    }
    call.resolve();
  });
  const aborted = Promise.withResolvers<void>();
  signal.addEventListener(
    'abort',
    () => {
      call.resolve();
      aborted.resolve();
    },
    { once: true },
  );
  try {
    await Promise.race([place.started, aborted.promise]);
    const { cursor, changes, marks, viewers } = await readChanges(knex, after);
    // The cursor does not say which of the rest have changed.
    const rest = Object.keys(marks).map((topic): LiveChange => [topic as LiveTopic, null]);
    await send({
      cursor,
      changes: after === null || changes === null ? null : [...changes, ...rest],
      viewers,
    });
    while (!signal.aborted) {
      const news = waiting.shift();
      if (news !== undefined) await send(news);
      else {
        call = Promise.withResolvers();
        // It may have been called while it sent.
        if (waiting.length === 0 && !signal.aborted) await call.promise;
      }
    }
  } finally {
    place.leave();
  }

  async function send({ cursor, changes, viewers }: LiveNews): Promise<void> {
    const sequence = cursorText(cursor);
    const seen = changes?.filter(([topic]) => staff.permissions.has(LIVE_TOPICS[topic]));
    // Whoever has the cursor of a message has all before it: what a later reader is sent anyway comes last.
    if (seen === undefined) await reader.send([{ sequence, text: '{}', name: 'reset' }]);
    else if (seen.length > 0)
      await reader.send([{ sequence, text: JSON.stringify({ changes: seen } satisfies LiveMessage) }]);
    if (viewers !== null)
      await reader.send([{ sequence, text: JSON.stringify(viewersFor(viewers, staff)), name: 'presence' }]);
  }
}
