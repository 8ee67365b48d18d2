import { setTimeout as pause } from 'node:timers/promises';
import type { ErrorReason } from '@paydesk/types';
import { pino } from 'pino';
import { expect, test, vi } from 'vitest';
import type { AppContext } from '../context/appContext.ts';
import type { EventReader } from '../events/followEvents.ts';
import { eventStream, STREAM_TIMES, type StreamTimes } from './eventStream.ts';

const ctx = {
  log: pino({ level: 'silent' }),
  stopping: new AbortController().signal,
} as unknown as AppContext;

function start(
  times: Partial<StreamTimes>,
  refusal: () => Promise<ErrorReason | null> = () => Promise.resolve(null),
  follow: (reader: EventReader, signal: AbortSignal) => Promise<void> = () => Promise.resolve(),
) {
  return eventStream({ ctx, cursor: 7, times: { ...STREAM_TIMES, ...times }, refusal, follow });
}

const textOf = async ({ readable }: ReturnType<typeof start>) => {
  let text = '';
  for await (const chunk of readable) text += String(chunk);
  return text;
};

test('a caller that cannot be verified stays for a while, and not longer', async () => {
  let attempts = 0;
  const refusal = () => {
    attempts += 1;
    return Promise.reject(new Error('the database does not answer'));
  };
  const text = await textOf(start({ verifyMs: 10, unverifiedMs: 100 }, refusal));
  expect(text).toBe('retry: 2000\nid: 7\n\nevent: end\ndata: {"reason":"INTERNAL"}\n\n');
  expect(attempts).toBeGreaterThan(1);
});

test('a stream that ends while its caller is verified verifies nothing more', async () => {
  const answer = Promise.withResolvers<null>();
  let attempts = 0;
  const stream = start({ verifyMs: 10 }, () => {
    attempts += 1;
    return answer.promise;
  });
  await vi.waitFor(() => expect(attempts).toBe(1));
  stream.readable.destroy();
  await pause(10);
  answer.resolve(null);
  await pause(100);
  expect(attempts).toBe(1);
});

test('a refused caller is disconnected, and so is everyone after the time of a stream', async () => {
  expect(await textOf(start({ verifyMs: 10 }, () => Promise.resolve('UNAUTHENTICATED')))).toContain(
    '{"reason":"UNAUTHENTICATED"}',
  );
  expect(await textOf(start({ endMs: 10 }))).toContain('{"reason":"TIME"}');
});

test('a reader that reads nothing is sent little, and is disconnected', async () => {
  let sent = 0;
  const stream = start({ slowMs: 100 }, undefined, async (reader, signal) => {
    while (!signal.aborted) await reader.send([{ sequence: (sent += 1), text: 'x'.repeat(10_000) }]);
  });
  await vi.waitFor(() => expect(stream.readable.destroyed).toBe(true));
  // What is kept, and the one that exceeds it.
  expect(sent).toBeLessThanOrEqual(8);
});

test('a reader that reads slowly gets everything', async () => {
  const stream = start({ slowMs: 1000 }, undefined, async (reader) => {
    for (let n = 8; n < 108; n += 1) await reader.send([{ sequence: n, text: 'x'.repeat(10_000) }]);
    stream.end('SHUTDOWN');
  });
  let text = '';
  for await (const chunk of stream.readable) {
    text += String(chunk);
    await pause(2);
  }
  expect(text.match(/^id: \d+$/gm)).toHaveLength(101);
});

test('a process that stops ends its streams with a time to come back, each with another', async () => {
  const stopping = new AbortController();
  const begin = () =>
    eventStream({
      ctx: { ...ctx, stopping: stopping.signal },
      cursor: 7,
      times: STREAM_TIMES,
      refusal: () => Promise.resolve(null),
      follow: () => Promise.resolve(),
    });
  const streams = Array.from({ length: 20 }, begin);
  stopping.abort();
  // One that comes later ends at once.
  const texts = await Promise.all([...streams, begin()].map(textOf));
  const hints = texts.map((text) => {
    expect(text).toMatch(/\nretry: \d+\nevent: end\ndata: {"reason":"SHUTDOWN"}\n\n$/);
    return Number(text.match(/retry: (\d+)\nevent/)?.[1]);
  });
  expect(Math.min(...hints)).toBeGreaterThanOrEqual(1000);
  expect(Math.max(...hints)).toBeLessThanOrEqual(4000);
  expect(new Set(hints).size).toBeGreaterThan(5);
});
