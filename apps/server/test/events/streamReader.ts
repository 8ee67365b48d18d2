import type { EventOutput } from '@paydesk/types';
import { expect, vi } from 'vitest';
import type { Caller } from '../support/http.ts';

export interface OpenStream {
  /** What has come so far. */
  events: EventOutput[];
  /** The last id that came, with or without an event. */
  lastId(): string | null;
  /** The raw text. */
  text(): string;
  /** The reason of the `end` event; null while there is none. */
  endReason(): string | null;
  hasEnded(): boolean;
  /** Waits until so many events have come. */
  waitFor(count: number): Promise<void>;
  waitForEnd(): Promise<void>;
  close(): void;
}

/** Longer than the second after which a server looks by itself. */
const WAIT = { timeout: 10_000, interval: 20 };

/** The answer of `GET /api/v1/events/stream` at this server. */
export const requestStream = async (
  base: string,
  caller: Caller,
  { query = '', lastEventId, signal }: { query?: string; lastEventId?: string; signal?: AbortSignal } = {},
): Promise<Response> =>
  await fetch(`${base}/api/v1/events/stream${query}`, {
    headers: { ...caller, ...(lastEventId !== undefined && { 'last-event-id': lastEventId }) },
    ...(signal && { signal }),
  });

/** Follows a stream as browsers do: by blocks of `id:` and `data:`. */
export async function openStream(
  base: string,
  caller: Caller,
  options: { query?: string; lastEventId?: string } = {},
): Promise<OpenStream> {
  const ended = new AbortController();
  const answer = await requestStream(base, caller, { ...options, signal: ended.signal });
  if (answer.status !== 200 || answer.body === null)
    throw new Error(`the stream was refused: ${answer.status} ${await answer.text()}`);
  const events: EventOutput[] = [];
  let [text, rest, hasEnded]: [string, string, boolean] = ['', '', false];
  let lastId: string | null = null;
  let endReason: string | null = null;
  const body = answer.body.pipeThrough(new TextDecoderStream());
  const reading = (async () => {
    for await (const chunk of body) {
      text += chunk;
      const blocks = (rest + chunk).split('\n\n');
      rest = blocks.pop() ?? '';
      for (const block of blocks) {
        const fields = new Map(
          block.split('\n').map((line) => [line.split(': ')[0], line.replace(/^\w*: /, '')]),
        );
        lastId = fields.get('id') ?? lastId;
        const data = fields.get('data');
        if (data === undefined) continue;
        if (fields.get('event') === 'end') endReason = (JSON.parse(data) as { reason: string }).reason;
        else events.push(JSON.parse(data) as EventOutput);
      }
    }
  })();
  reading.then(
    () => (hasEnded = true),
    () => (hasEnded = true),
  );
  return {
    events,
    lastId: () => lastId,
    text: () => text,
    endReason: () => endReason,
    hasEnded: () => hasEnded,
    async waitFor(count) {
      await vi.waitFor(() => expect(events.length).toBeGreaterThanOrEqual(count), WAIT);
    },
    async waitForEnd() {
      await vi.waitFor(() => expect(hasEnded).toBe(true), WAIT);
    },
    close: () => ended.abort(),
  };
}
