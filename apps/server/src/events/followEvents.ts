import type { AppContext } from '../context/appContext.ts';
import type { EventScope } from './eventScope.ts';
import type { EventTail } from './eventTail.ts';
import { eventTexts } from './presentEvents.ts';
import { readEvents, type StoredEvent } from './readEvents.ts';

/** Events of one read from the database, for a reader that is behind. */
const PAGE = 100;

export interface EventReader {
  /** Sends one event. Resolves when the next can be sent. */
  send(sequence: number, text: string): Promise<void>;
  /** Everything up to here was sent, or is not for this reader. */
  passed(cursor: number): void;
}

/**
 * Sends every event behind the cursor, in order and each once, until the signal ends it: from the database while the
 * reader is behind, and from what this process reads once for all afterwards.
 * @throws DomainError `CURSOR_EXPIRED` when the reader was too slow for the retention; `INVALID_CURSOR` when a backup
 *   was restored
 */
export async function followEvents(
  ctx: AppContext,
  tail: EventTail,
  {
    scope,
    after,
    reader,
    signal,
  }: { scope: EventScope; after: number; reader: EventReader; signal: AbortSignal },
): Promise<void> {
  let cursor = after;
  let isCaughtUp = false;
  const { forUser, ...selection } = scope;
  const sendAll = async (events: readonly StoredEvent[], texts: readonly string[], through: number) => {
    for (const [index, event] of events.entries()) {
      const sequence = Number(event.sequence);
      const text = texts[index];
      if (signal.aborted) return;
      if (text !== undefined && sequence > cursor && isIn(scope, event)) await reader.send(sequence, text);
    }
    cursor = through;
    reader.passed(cursor);
  };

  while (!signal.aborted) {
    // Before the look at what is in memory: what comes meanwhile is not missed.
    const news = tail.changed();
    const batch = tail.behind(cursor);
    if (batch !== undefined) {
      const isForReader = batch.events.some((event) => isIn(scope, event));
      await sendAll(
        isForReader ? batch.events : [],
        isForReader ? await batch.texts(forUser) : [],
        batch.through,
      );
    } else if (isCaughtUp && cursor >= (tail.position() ?? 0)) {
      await newsOrEnd(news, signal);
    } else {
      const page = await readEvents(ctx.knex, { after: cursor, limit: PAGE, ...selection });
      isCaughtUp = !page.hasMore;
      await sendAll(page.events, await eventTexts(ctx, page.events, { forUser }), page.cursor);
    }
  }
}

const isIn = ({ types, userId }: EventScope, event: StoredEvent): boolean =>
  (userId === undefined || event.user_id === userId) && (types === undefined || types.includes(event.type));

/** Leaves no listener behind: a reader waits thousands of times. */
async function newsOrEnd(news: Promise<void>, signal: AbortSignal): Promise<void> {
  const ended = Promise.withResolvers<void>();
  const stop = () => ended.resolve();
  signal.addEventListener('abort', stop, { once: true });
  try {
    await Promise.race([news, ended.promise]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
