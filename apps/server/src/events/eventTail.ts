import { MAX_EVENTS_LIMIT } from '@paydesk/types';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { listenForEvents } from './listenForEvents.ts';
import { eventTexts } from './presentEvents.ts';
import { readEvents, type StoredEvent } from './readEvents.ts';

/** How often it looks without having been called: notifications may be lost. */
const POLL_MS = 1000;

/** How long events stay in memory: enough for readers that keep up. A user who is anonymised is not kept here. */
const KEEP_MS = 3000;
const KEEP_BATCHES = 100;

/** Events that were read together, for all readers of this process. */
interface EventBatch {
  /** It holds everything with a sequence over `after`, up to and with `through`. */
  after: number;
  through: number;
  events: readonly StoredEvent[];
  /** Each event as JSON, in order; built once, when the first reader needs it. */
  texts(forUser: boolean): Promise<readonly string[]>;
}

/** The end of the events, read once for all streams of this process, whatever their number. */
export interface EventTail {
  /** Keeps it up to date until `leave` is called. */
  join(): { leave(): void };
  /** The batch with what is behind the cursor, if it is still in memory. */
  behind(cursor: number): EventBatch | undefined;
  /** Up to here it was read. Null: not read yet. */
  position(): number | null;
  /** Resolves when there is more. Rejects when the events are not those that they were (a backup was restored). */
  changed(): Promise<void>;
  readonly readerCount: number;
  /** Whether the database announces events; otherwise they are found within a second. */
  isListening(): boolean;
  close(): Promise<void>;
}

export function eventTail(ctx: AppContext): EventTail {
  let readerCount = 0;
  let position: number | null = null;
  let batches: (EventBatch & { readAt: number })[] = [];
  let news = newSignal();
  let listener: ReturnType<typeof listenForEvents> | null = null;
  let isClosed = false;
  let timer: NodeJS.Timeout | null = null;
  let reading: Promise<void> | null = null;
  let isCalledAgain = false;

  /** One reader at a time; a call during its work makes it poll once more. */
  function poll(): void {
    if (readerCount === 0 || isClosed) return;
    if (reading !== null) {
      isCalledAgain = true;
      return;
    }
    if (timer !== null) clearTimeout(timer);
    timer = null;
    reading = readNew().finally(() => {
      reading = null;
      if (isCalledAgain) {
        isCalledAgain = false;
        poll();
      } else if (readerCount > 0 && !isClosed) timer = setTimeout(poll, POLL_MS);
    });
  }

  async function readNew(): Promise<void> {
    forgetOld();
    try {
      for (let hasMore = true; hasMore;) {
        const page = await readEvents(ctx.knex, { after: position ?? 'now', limit: MAX_EVENTS_LIMIT });
        // They have left meanwhile: the next reader begins at the end again.
        if (readerCount === 0) return;
        ({ hasMore } = page);
        if (page.cursor === position) return;
        if (position !== null)
          batches.push({ ...batchOf(ctx, position, page.cursor, page.events), readAt: performance.now() });
        position = page.cursor;
        news.resolve();
        news = newSignal();
      }
    } catch (error) {
      ctx.log.warn({ err: error }, 'new events could not be read; trying again');
      if (!(error instanceof DomainError)) return;
      forget();
      news.reject(error);
      news = newSignal();
    }
  }

  function forgetOld(): void {
    const limit = performance.now() - KEEP_MS;
    batches = batches.filter(({ readAt }) => readAt > limit).slice(-KEEP_BATCHES);
  }

  function forget(): void {
    batches = [];
    position = null;
  }

  async function stop(): Promise<void> {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    forget();
    const ended = listener;
    listener = null;
    await ended?.stop();
  }

  return {
    join() {
      readerCount += 1;
      if (readerCount === 1 && !isClosed) {
        listener = listenForEvents(ctx, poll);
        poll();
      }
      let hasLeft = false;
      return {
        leave() {
          if (hasLeft) return;
          hasLeft = true;
          readerCount -= 1;
          if (readerCount === 0) void stop();
        },
      };
    },
    behind: (cursor) => batches.find(({ after, through }) => after <= cursor && cursor < through),
    position: () => position,
    changed: async () => await news.promise,
    get readerCount() {
      return readerCount;
    },
    isListening: () => listener?.isListening() ?? false,
    async close() {
      isClosed = true;
      await stop();
      await reading;
    },
  };
}

function batchOf(
  ctx: AppContext,
  after: number,
  through: number,
  events: readonly StoredEvent[],
): EventBatch {
  const built = new Map<boolean, Promise<readonly string[]>>();
  return {
    after,
    through,
    events,
    texts(forUser) {
      const texts = built.get(forUser) ?? eventTexts(ctx, events, { forUser });
      built.set(forUser, texts);
      texts.catch(() => built.delete(forUser));
      return texts;
    },
  };
}

function newSignal(): PromiseWithResolvers<void> {
  const signal = Promise.withResolvers<void>();
  // Perhaps no reader waits for it.
  signal.promise.catch(() => undefined);
  return signal;
}
