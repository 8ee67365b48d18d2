import { isTransient } from '../paydeskError.ts';
import type { CallOptions } from '../procedure.ts';
import { backoffMs } from '../retrySafely.ts';
import { toPaydeskError } from '../toPaydeskError.ts';
import type { PaydeskEvent, PaydeskEventType } from './paydeskEvent.ts';

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;

export interface FollowOptions {
  /**
   * The `sequence` of the last event that you have handled; `'now'` for what happens from now on. Without it, from
   * the oldest event that the desk has.
   */
  after?: number | string | undefined;
  /** Only these types; all without it. */
  types?: readonly PaydeskEventType[];
  /** Only events of this user. */
  userId?: string;
  /** The pause in milliseconds between two questions when there is nothing new; 1,000 by default. */
  pollMs?: number;
  /** Ends the iteration, without an error. */
  signal?: AbortSignal;
}

/** One page of `events.list`. */
export interface EventPage {
  data: PaydeskEvent[];
  nextCursor: string;
  hasMore: boolean;
}

type ListEvents = (input: object, options: CallOptions) => Promise<EventPage>;

/**
 * The desk's events in the order in which it committed them, for as long as you read, through restarts of the desk:
 * transient failures are repeated with growing pauses, others (`UNAUTHENTICATED`, `PERMISSION_DENIED`, …) are thrown.
 */
export async function* follow(
  list: ListEvents,
  options: FollowOptions = {},
): AsyncGenerator<PaydeskEvent, void, undefined> {
  const { after, pollMs = 1_000, signal, ...filter } = options;
  let input: object = after === undefined ? filter : { ...filter, after };
  const isEnded = () => signal?.aborted === true;
  let failures = 0;
  while (!isEnded()) {
    const page = await list(input, signal ? { signal } : {}).catch(toPaydeskError);
    if (page instanceof Error) {
      if (page.reason === 'ABORTED') return;
      if (!isTransient(page)) throw page;
      failures += 1;
      const waitMs = backoffMs(failures, { firstMs: FIRST_DELAY_MS, longestMs: LONGEST_DELAY_MS });
      await pause(Math.max(waitMs, page.retryAfterMs ?? 0), signal);
      continue;
    }
    failures = 0;
    for (const event of page.data) {
      if (isEnded()) return;
      yield event;
    }
    input = { ...filter, after: page.nextCursor };
    if (!page.hasMore) await pause(pollMs, signal);
  }
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
