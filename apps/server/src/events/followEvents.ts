import type { AppContext } from '../context/appContext.ts';
import type { EventScope } from './eventScope.ts';
import type { EventTail } from './eventTail.ts';
import { eventTexts } from './presentEvents.ts';
import { readEvents, type StoredEvent } from './readEvents.ts';

/** Events of one read from the database, for a reader that is behind. */
const PAGE = 100;

/** Text of events that is sent at once: each piece costs a call of the system. */
const PIECE_CHARACTERS = 16 * 1024;

/** An event as JSON. */
export interface SentEvent {
  sequence: number;
  text: string;
}

export interface EventReader {
  /** Sends some events, in order. Resolves when the next can be sent. */
  send(events: readonly SentEvent[]): Promise<void>;
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
    const wanted: SentEvent[] = [];
    for (const [index, event] of events.entries()) {
      const sequence = Number(event.sequence);
      const text = texts[index];
      if (text !== undefined && sequence > cursor && isIn(scope, event)) wanted.push({ sequence, text });
    }
    for (const piece of inPieces(wanted)) {
      if (signal.aborted) return;
      await reader.send(piece);
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

/** So many at once as fit into `PIECE_CHARACTERS`, and one at least. */
function* inPieces(events: readonly SentEvent[]): Generator<SentEvent[]> {
  let piece: SentEvent[] = [];
  let size = 0;
  for (const event of events) {
    if (piece.length > 0 && size + event.text.length > PIECE_CHARACTERS) {
      yield piece;
      [piece, size] = [[], 0];
    }
    piece.push(event);
    size += event.text.length;
  }
  if (piece.length > 0) yield piece;
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
