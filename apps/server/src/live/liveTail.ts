import type { LiveChange, LiveTopic, Viewer } from '@paydesk/types';
import type { AppContext } from '../context/appContext.ts';
import { type LiveCursor, type LiveReading, readChanges } from './readChanges.ts';

/** How often it looks without having been called, for what other processes have written. */
const POLL_MS = 250;
/** The least time between two looks of a busy process. */
const PAUSE_MS = 40;

/** What one poll has found. */
export interface LiveNews {
  cursor: LiveCursor;
  /** Null: everything may have changed. */
  changes: readonly LiveChange[] | null;
  /** All who look at something, if that has changed. */
  viewers: readonly Viewer[] | null;
}

/** What changes, read once for all readers of this process, and only while there are some. */
export interface LiveTail {
  /** Once it has started, whatever is committed is sent. */
  join(onNews: (news: LiveNews) => void): { started: Promise<void>; leave(): void };
  /** Something has happened in this process: poll now. */
  wake(): void;
  readonly readerCount: number;
  close(): Promise<void>;
}

export function liveTail({ knex, log }: AppContext, pollMs = POLL_MS): LiveTail {
  const readers = new Set<(news: LiveNews) => void>();
  let last: LiveReading | null = null;
  let started = Promise.withResolvers<void>();
  let timer: NodeJS.Timeout | null = null;
  let dueAt = 0;
  let lookedAt = 0;
  let polling: Promise<void> | null = null;
  let isWoken = false;
  let isClosed = false;

  async function poll(): Promise<void> {
    isWoken = false;
    lookedAt = performance.now();
    try {
      const reading = await readChanges(knex, last?.cursor ?? null, last?.sent);
      const news = newsOf(last, reading);
      last = readers.size > 0 ? reading : null;
      // Without a place to go on from, the next reader needs a reading of its own.
      if (last !== null) started.resolve();
      if (news !== null) for (const tell of readers) tell(news);
    } catch (error) {
      log.warn({ err: error }, 'changes could not be read; trying again');
    }
    polling = null;
    schedule(isWoken ? 0 : pollMs);
  }

  /** A poll that is due earlier stays. */
  function schedule(delayMs: number): void {
    if (isClosed || readers.size === 0 || polling !== null) return;
    const now = performance.now();
    const at = Math.max(now + delayMs, lookedAt + PAUSE_MS);
    if (timer !== null && dueAt <= at) return;
    if (timer !== null) clearTimeout(timer);
    dueAt = at;
    timer = setTimeout(() => {
      timer = null;
      polling = poll();
    }, at - now);
  }

  return {
    join(onNews) {
      readers.add(onNews);
      schedule(0);
      return {
        started: started.promise,
        leave() {
          readers.delete(onNews);
          if (readers.size > 0) return;
          last = null;
          started = Promise.withResolvers();
        },
      };
    },
    wake() {
      isWoken = true;
      schedule(0);
    },
    get readerCount() {
      return readers.size;
    },
    async close() {
      isClosed = true;
      started.resolve();
      if (timer !== null) clearTimeout(timer);
      await polling;
    },
  };
}

function newsOf(before: LiveReading | null, now: LiveReading): LiveNews | null {
  const viewers =
    before !== null && JSON.stringify(before.viewers) === JSON.stringify(now.viewers) ? null : now.viewers;
  if (before !== null && now.changes === null) return { cursor: now.cursor, changes: null, viewers };
  const changes = [...(before === null ? [] : (now.changes ?? [])), ...markedChanges(before, now)];
  return changes.length === 0 && viewers === null ? null : { cursor: now.cursor, changes, viewers };
}

function markedChanges(before: LiveReading | null, now: LiveReading): LiveChange[] {
  if (before === null) return [];
  const topics = Object.keys(now.marks) as LiveTopic[];
  return topics.filter((topic) => now.marks[topic] !== before.marks[topic]).map((topic) => [topic, null]);
}
