import { isTransient } from '../paydeskError.ts';
import type { CallOptions } from '../procedure.ts';
import { backoffMs } from '../retrySafely.ts';
import { toPaydeskError } from '../toPaydeskError.ts';
import type { PaydeskEvent, PaydeskEventType } from './paydeskEvent.ts';

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

export interface FollowOptions {
  /** The cursor to continue from, which an earlier follower had; without it, from the oldest event kept. */
  after?: string | undefined;
  /** Only these types; all without it. */
  types?: readonly PaydeskEventType[];
  /** Only events of this user. */
  userId?: string;
  /** The pause in milliseconds between two questions when there is nothing new; 1,000 by default. */
  pollMs?: number;
  /** Ends the iteration, without an error. */
  signal?: AbortSignal;
}

/** Events in the order in which the desk committed them, for `for await`. */
export interface EventFollower extends AsyncIterable<PaydeskEvent> {
  /**
   * Store it when you have handled the events so far, and pass it as `after` after a restart. It moves on after
   * the last event of a page, so a restart may repeat events of that page: they have the same `id`.
   */
  readonly cursor: string | undefined;
}

/** One page of `events.list`. */
export interface EventPage {
  data: PaydeskEvent[];
  nextCursor?: string | null;
  hasMore: boolean;
}

type ListEvents = (input: object, options: CallOptions) => Promise<EventPage>;

/**
 * Follows the desk's events for as long as you read, through restarts of the desk: transient failures are
 * repeated with growing pauses, others (`UNAUTHENTICATED`, `PERMISSION_DENIED`, …) are thrown.
 */
export function follow(list: ListEvents, options: FollowOptions = {}): EventFollower {
  const { after, pollMs = 1_000, signal, ...filter } = options;
  const ended = () => signal?.aborted === true;
  let cursor = after;

  async function* events(): AsyncGenerator<PaydeskEvent, void, undefined> {
    let failures = 0;
    while (!ended()) {
      const input = cursor === undefined ? filter : { ...filter, after: cursor };
      const page = await list(input, signal ? { signal } : {}).catch(toPaydeskError);
      if (ended()) return;
      if (page instanceof Error) {
        if (!isTransient(page)) throw page;
        failures += 1;
        const waitMs = backoffMs(failures, { firstMs: FIRST_DELAY_MS, longestMs: LONGEST_DELAY_MS });
        await pause(Math.max(waitMs, page.retryAfterMs ?? 0), signal);
        continue;
      }
      failures = 0;
      yield* page.data;
      cursor = page.nextCursor ?? cursor;
      if (!page.hasMore) await pause(pollMs, signal);
    }
  }

  return {
    get cursor() {
      return cursor;
    },
    [Symbol.asyncIterator]: events,
  };
}

/** Ends early, without an error, if the signal is aborted. */
async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (signal?.aborted === true) return;
  await new Promise<void>((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    signal?.addEventListener('abort', end);
  });
}
