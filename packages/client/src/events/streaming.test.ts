import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createPaydeskClient, type PaydeskClient } from '../createPaydeskClient.ts';
import type { FollowOptions } from './follow.ts';

/** How a fake desk answers one request for its stream: sends these bytes, then keeps or cuts the connection. */
type Streaming = (response: ServerResponse, after: number) => void;

const closing: (() => void)[] = [];
afterEach(() => closing.splice(0).forEach((close) => close()));

const eventOf = (sequence: number) => ({
  id: `e${sequence}`,
  sequence,
  type: 'payment.created',
  data: { description: 'Zoë’s 25 €\\n\n' },
});
const message = (sequence: number) => `id: ${sequence}\ndata: ${JSON.stringify(eventOf(sequence))}\n\n`;

/** A desk with events 1 to `last`; what it was asked, and its stream, which a test writes. */
async function fakeEventDesk(streaming: Streaming, { status = 200, type = 'text/event-stream' } = {}) {
  const asked: string[] = [];
  const desk = { last: 3, asked };
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://desk');
    const isStream = url.pathname === '/api/v1/events/stream';
    if (isStream) {
      asked.push(`stream ${url.searchParams.toString()}`);
      response.writeHead(status, { 'content-type': `${type}; charset=utf-8` });
      return streaming(response, Number(url.searchParams.get('after')));
    }
    const [input = {}] = Object.values(JSON.parse(url.searchParams.get('input') ?? '{}') as object) as {
      after?: string;
    }[];
    const after = Number(input.after ?? 0);
    asked.push(`list ${after}`);
    const data = Array.from({ length: desk.last - after }, (_, i) => eventOf(after + i + 1));
    const result = { data: { data, nextCursor: String(desk.last), hasMore: false } };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify([{ result }]));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { desk, client: createPaydeskClient({ url, apiKey: 'pk_test' }) };
}

async function sequencesOf(
  client: PaydeskClient,
  count: number,
  options: FollowOptions = {},
): Promise<number[]> {
  const sequences: number[] = [];
  for await (const event of client.events.follow({ pollMs: 5, ...options })) {
    expect(event).toEqual(eventOf(event.sequence));
    if (sequences.push(event.sequence) === count) break;
  }
  return sequences;
}

const numbers = (last: number) => Array.from({ length: last }, (_, i) => i + 1);

test('after what is there already, events come from the stream: the desk is not asked again', async () => {
  const { client, desk } = await fakeEventDesk((response, after) => {
    response.write(`retry: 2000\nid: ${after}\n\n: alive\n\n`);
    for (const sequence of [4, 5, 6]) setTimeout(() => response.write(message(sequence)), sequence * 10);
  });
  expect(await sequencesOf(client, 6, { types: ['payment.created', 'user.frozen'], userId: 'u1' })).toEqual(
    numbers(6),
  );
  expect(desk.asked).toEqual(['list 0', 'stream after=3&types=payment.created&types=user.frozen&userId=u1']);
});

test('a connection that is cut anywhere loses nothing and doubles nothing', async () => {
  const all = [4, 5, 6].map(message).join('');
  const bytes = Buffer.from(all);
  for (let cut = 0; cut <= bytes.length; cut += 7) {
    const { client, desk } = await fakeEventDesk((response, after) => {
      // The desk has the events, and sends a part before the connection breaks.
      desk.last = 6;
      if (after === 3) response.write(bytes.subarray(0, cut), () => response.destroy());
    });
    expect(await sequencesOf(client, 6), `cut after ${cut} bytes`).toEqual(numbers(6));
  }
});

test('the bytes of a message may come one by one, with other line ends', async () => {
  const bytes = Buffer.from(
    [4, 5]
      .map(message)
      .join('')
      .replaceAll(/(?<!\\)\n/g, '\r\n'),
  );
  const { client } = await fakeEventDesk((response) => {
    void (async () => {
      for (const byte of bytes) {
        response.write(Buffer.of(byte));
        await new Promise(setImmediate);
      }
    })();
  });
  expect(await sequencesOf(client, 5)).toEqual(numbers(5));
});

test('an id without an event moves the cursor on', async () => {
  const { client, desk } = await fakeEventDesk((response, after) => {
    if (after === 3) return void response.end('id: 9\n\nevent: end\ndata: {"reason":"SHUTDOWN"}\n\n');
    return undefined;
  });
  const stop = new AbortController();
  const done = sequencesOf(client, 99, { signal: stop.signal });
  await expect.poll(() => desk.asked.slice(0, 3)).toEqual(['list 0', 'stream after=3', 'list 9']);
  stop.abort();
  expect(await done).toEqual(numbers(3));
});

test('a message that cannot be read is read again from the list', async () => {
  const { client, desk } = await fakeEventDesk((response) => {
    desk.last = 4;
    response.write('id: 4\ndata: {"id":\n\n');
  });
  expect(await sequencesOf(client, 4)).toEqual(numbers(4));
});

test.each([
  ['is refused', { status: 429, type: 'text/event-stream' }],
  ['is a page of a proxy', { type: 'text/html' }],
  ['ends at once', {}],
])('where the stream %s, the desk is asked instead, and the stream not at once again', async (_what, how) => {
  const { client, desk } = await fakeEventDesk((response) => void response.end(), how);
  const done = sequencesOf(client, 6);
  setTimeout(() => (desk.last = 6), 100);
  expect(await done).toEqual(numbers(6));
  expect(desk.asked.filter((what) => what.startsWith('list')).length).toBeGreaterThan(3);
  expect(desk.asked.filter((what) => what.startsWith('stream'))).toHaveLength(1);
});

test('what is no stream is not read as one', async () => {
  const { client, desk } = await fakeEventDesk((response) => response.write(message(99)), {
    type: 'text/html',
  });
  setTimeout(() => (desk.last = 4), 30);
  expect(await sequencesOf(client, 4)).toEqual(numbers(4));
});

test('`stream: false` never opens one', async () => {
  const { client, desk } = await fakeEventDesk(() => {});
  setTimeout(() => (desk.last = 5), 30);
  expect(await sequencesOf(client, 5, { stream: false })).toEqual(numbers(5));
  expect(desk.asked.filter((what) => what.startsWith('stream'))).toEqual([]);
});

test('a signal, or the end of the loop, closes the stream at once', async () => {
  const closed: string[] = [];
  const { client } = await fakeEventDesk((response) => {
    response.once('close', () => closed.push('closed'));
    response.write(message(4));
  });
  expect(await sequencesOf(client, 4)).toEqual(numbers(4));
  const stop = new AbortController();
  setTimeout(() => stop.abort(), 50);
  expect(await sequencesOf(client, 99, { signal: stop.signal })).toEqual(numbers(4));
  await expect.poll(() => closed.length).toBe(2);
});
