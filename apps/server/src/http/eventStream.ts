import { Readable } from 'node:stream';
import type { ErrorReason } from '@paydesk/types';
import type { FastifyReply } from 'fastify';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';

export interface StreamTimes {
  /** Proxies close a connection that is silent for a minute. */
  aliveMs: number;
  /** How often it is checked that the caller may still read. */
  verifyMs: number;
  /** A caller that could not be verified for so long, because the database does not answer, is disconnected. */
  unverifiedMs: number;
  /** A reader that takes nothing for so long is disconnected; it goes on from its cursor when it returns. */
  slowMs: number;
  /** Then a reader connects again, so that connections spread over servers that were added. */
  endMs: number;
}

export const STREAM_TIMES: StreamTimes = {
  aliveMs: 15_000,
  verifyMs: 3000,
  unverifiedMs: 30_000,
  slowMs: 20_000,
  endMs: 3_600_000,
};

/** What is kept for a reader that does not read. What is sent at once may exceed it, and one event. */
const MAX_BACKLOG_BYTES = 64 * 1024;

/** Milliseconds until a reader connects again after the end. */
const RETRY_MS = 2000;

/** The readers of a server that stops do not all come back to the next one in the same moment. */
const RETRY_SPREAD_MS = 3000;

/** Where a stream is: a sequence, or what the stream of the admin app counts by. */
type Cursor = number | string;

interface StreamMessage {
  sequence: Cursor;
  text: string;
  /** What kind of message, if not an event. */
  name?: string;
}

const textOf = ({ sequence, text, name }: StreamMessage): string =>
  `${name === undefined ? '' : `event: ${name}\n`}id: ${sequence}\ndata: ${text}\n\n`;

interface StreamReader {
  /** Sends messages. Resolves when the next can be sent. */
  send(messages: readonly StreamMessage[]): Promise<void>;
  /** Everything up to here was sent, or is not for this reader. */
  passed(cursor: Cursor): void;
}

export interface EventStreamOptions {
  ctx: AppContext;
  /** The cursor with which the stream begins. */
  cursor: Cursor;
  times: StreamTimes;
  /** Whether the caller may still read: null, or why not. */
  refusal(): Promise<ErrorReason | null>;
  /** Sends events until the signal ends it. */
  follow(reader: StreamReader, signal: AbortSignal): Promise<void>;
}

export interface EventStream {
  readable: Readable;
  /** Says why, and ends. */
  end(reason: StreamEnd): void;
}

/** Why a stream ends: a refusal, or a reason to connect again. */
type StreamEnd = ErrorReason | 'SHUTDOWN' | 'TIME';

/**
 * The body of one event stream: server-sent events whose `id` is the cursor. It keeps at most `MAX_BACKLOG_BYTES` for
 * a slow reader and then waits for it, and ends when the caller may no longer read.
 */
export function eventStream({ ctx, cursor, times, refusal, follow }: EventStreamOptions): EventStream {
  const ended = new AbortController();
  let drained = Promise.withResolvers<void>();
  let passed = cursor;
  let sent = cursor;
  const readable = new Readable({ highWaterMark: MAX_BACKLOG_BYTES, read: () => drained.resolve() });

  /** @returns whether more can be sent at once */
  const push = (text: string): boolean => ended.signal.aborted || readable.push(text);

  function end(reason: StreamEnd): void {
    if (ended.signal.aborted) return;
    const retry = reason === 'SHUTDOWN' ? retryHint(1000) : '';
    push(`${retry}event: end\ndata: ${JSON.stringify({ reason })}\n\n`);
    ended.abort();
    readable.push(null);
    // What a reader has not taken by then, it does not take.
    setTimeout(() => readable.destroy(), 1000).unref();
  }

  const reader: StreamReader = {
    async send(messages) {
      sent = messages.at(-1)?.sequence ?? sent;
      passed = sent;
      if (push(messages.map(textOf).join(''))) return;
      drained = Promise.withResolvers();
      const slow = setTimeout(() => {
        ctx.log.info({ cursor: sent }, 'a reader of events was too slow and was disconnected');
        ended.abort();
        readable.destroy();
      }, times.slowMs);
      await drained.promise;
      clearTimeout(slow);
    },
    passed: (through) => {
      passed = through;
    },
  };

  /** An id without data moves the reader's cursor past what is not for it, without an event. */
  function keepAlive(): void {
    if (readable.readableLength > 0) return;
    push(passed !== sent ? `id: ${passed}\n: alive\n\n` : ': alive\n\n');
    sent = passed;
  }

  let verifiedAt = performance.now();
  async function verify(): Promise<void> {
    try {
      const reason = await refusal();
      if (reason !== null) return end(reason);
      verifiedAt = performance.now();
    } catch (error) {
      ctx.log.warn({ err: error }, 'a reader of events could not be verified; trying again');
      if (performance.now() - verifiedAt > times.unverifiedMs) return end('INTERNAL');
    }
    // It may have ended meanwhile.
    if (!ended.signal.aborted) verifying = setTimeout(() => void verify(), times.verifyMs);
  }

  push(`retry: ${RETRY_MS}\nid: ${cursor}\n\n`);
  const alive = setInterval(keepAlive, times.aliveMs);
  const last = setTimeout(() => end('TIME'), times.endMs);
  let verifying = setTimeout(() => void verify(), times.verifyMs);
  ended.signal.addEventListener('abort', () => {
    clearInterval(alive);
    clearTimeout(last);
    clearTimeout(verifying);
    drained.resolve();
  });
  readable.once('close', () => ended.abort());
  const shutDown = () => end('SHUTDOWN');
  ctx.stopping.addEventListener('abort', shutDown);
  ended.signal.addEventListener('abort', () => ctx.stopping.removeEventListener('abort', shutDown));
  if (ctx.stopping.aborted) shutDown();
  follow(reader, ended.signal).catch((error: unknown) => {
    if (!(error instanceof DomainError)) ctx.log.warn({ err: error }, 'a stream of events failed');
    end(error instanceof DomainError ? error.reason : 'INTERNAL');
  });
  return { readable, end };
}

/** Tells a reader when to connect again: `leastMs` from the end on, and a moment of its own. */
export const retryHint = (leastMs: number): string =>
  `retry: ${leastMs + Math.round(Math.random() * RETRY_SPREAD_MS)}\n`;

/** Answers with the stream, which ends when its reader leaves. */
export async function sendStream(reply: FastifyReply, { readable }: EventStream): Promise<FastifyReply> {
  reply.raw.once('close', () => readable.destroy());
  // The reader may have left while it was verified.
  if (reply.raw.destroyed) readable.destroy();
  return await reply
    .type('text/event-stream; charset=utf-8')
    .headers({
      // Without this nginx buffers the events.
      'x-accel-buffering': 'no',
      'cache-control': 'no-store, no-transform',
    })
    .send(readable);
}
