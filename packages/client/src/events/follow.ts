import { isTransient } from '../paydeskError.ts';
import type { CallOptions } from '../procedure.ts';
import { backoffMs } from '../retrySafely.ts';
import { toPaydeskError } from '../toPaydeskError.ts';
import type { OpenStream } from './openStream.ts';
import type { PaydeskEvent, PaydeskEventType } from './paydeskEvent.ts';

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 30_000;
/** Where the stream cannot be had, it is tried again after at most this; meanwhile the desk is asked. */
const LONGEST_STREAM_DELAY_MS = 60_000;
/** A stream that lasted longer than this worked, however it ended. */
const LASTING_MS = 5_000;

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
  /**
   * Where the desk's stream cannot be had: the pause in milliseconds between two questions when there is nothing new;
   * 1,000 by default.
   */
  pollMs?: number;
  /** False: no stream, only questions; for proxies that hold streams back. */
  stream?: boolean;
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
 * first what is there already, then what the stream sends, and after each break what came meanwhile. Each event comes
 * once. Transient failures are repeated with growing pauses, others (`UNAUTHENTICATED`, `PERMISSION_DENIED`, …) are
 * thrown.
 */
export async function* follow(
  list: ListEvents,
  options: FollowOptions = {},
  openStream: OpenStream | null = null,
): AsyncGenerator<PaydeskEvent, void, undefined> {
  const { after, pollMs = 1_000, stream = true, signal, ...filter } = options;
  let input: object = after === undefined ? filter : { ...filter, after };
  const isEnded = () => signal?.aborted === true;
  const attempts = streamAttempts(stream ? openStream : null);
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
    if (page.hasMore) continue;
    for await (const { cursor, event } of attempts.read({ ...filter, after: page.nextCursor }, signal)) {
      if (isEnded()) return;
      input = { ...filter, after: cursor };
      if (event !== null) yield event;
    }
    await pause(pollMs, signal);
  }
}

/** Reads the stream until it breaks, and not at all for a while after it could not be had or did not last. */
function streamAttempts(open: OpenStream | null) {
  let failures = 0;
  let notBefore = 0;
  return {
    async *read(...[query, signal]: Parameters<OpenStream>) {
      if (open === null || performance.now() < notBefore) return;
      const startedAt = performance.now();
      const items = await open(query, signal);
      try {
        if (items !== null) yield* items;
      } finally {
        const hasLasted = items !== null && performance.now() - startedAt > LASTING_MS;
        failures = hasLasted ? 0 : failures + 1;
        const waitMs = backoffMs(failures, { firstMs: FIRST_DELAY_MS, longestMs: LONGEST_STREAM_DELAY_MS });
        notBefore = hasLasted ? 0 : performance.now() + waitMs;
      }
    },
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
