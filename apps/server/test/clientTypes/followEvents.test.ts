import { createPaydeskClient, type PaydeskEvent } from '@paydesk/client';
import { expect, test } from 'vitest';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { cursorNow } from '../events/eventDesk.ts';
import { appCaller, httpDesk, userCaller } from '../support/http.ts';
import { newPayment } from '../support/money.ts';
import { actors, newUser, offerCurrencies } from '../support/testDesk.ts';

const { desk, app } = await httpDesk();
await offerCurrencies(desk);
const [ada, bob] = [await newUser(desk, 'ada'), await newUser(desk, 'bob')];
const url = await app.listen({ port: 0, host: '127.0.0.1' });
const secretOf = (caller: Record<string, string>) => (caller['authorization'] ?? '').replace('Bearer ', '');
const shop = createPaydeskClient({
  url,
  apiKey: secretOf(await appCaller(desk, ['events.read', 'payments.read'])),
});

async function take(events: AsyncIterable<PaydeskEvent>, count: number): Promise<PaydeskEvent[]> {
  const taken: PaydeskEvent[] = [];
  for await (const event of events) if (taken.push(event) === count) break;
  return taken;
}

test('a follower gets every event of the desk once, in order, and continues behind the last one handled', async () => {
  const types = ['payment.created'] as const;
  const pending = take(shop.events.follow({ after: 'now', types, pollMs: 20 }), 4);
  await new Promise((resolve) => setTimeout(resolve, 200));
  const ids: string[] = [];
  for (const { id } of [ada, bob, ada, bob]) {
    ids.push((await newPayment(desk, id, '20.00')).id);
    await sequenceEvents(desk);
  }
  const events = await pending;
  expect(events.map(({ resourceId }) => resourceId)).toEqual(ids);
  expect(events.map(({ data }) => data?.['id' as never])).toEqual(ids);

  const after = events[1]?.sequence;
  const rest = await take(shop.events.follow({ after, types }), 2);
  expect(rest).toEqual(events.slice(2));
});

test('with a user token only events of that user arrive', async () => {
  const browser = createPaydeskClient({ url, userToken: secretOf(await userCaller(desk, bob.id)) });
  const events = await take(browser.events.follow({ types: ['payment.created'] }), 2);
  expect(new Set(events.map(({ userId }) => userId))).toEqual(new Set([bob.id]));
});

/** A `fetch` that cuts each stream after a few hundred bytes, wherever that is; counts the streams. */
function cuttingFetch(): { fetch: typeof fetch; streams: () => number } {
  let streams = 0;
  const cutting: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true) return response;
    streams += 1;
    let left = 400 + streams * 137;
    const cut = new TransformStream<Uint8Array, Uint8Array>({
      transform(part, controller) {
        controller.enqueue(part.subarray(0, left));
        left -= part.length;
        if (left <= 0) controller.error(new Error('the connection was cut'));
      },
    });
    return new Response(response.body?.pipeThrough(cut), response);
  };
  return { fetch: cutting, streams: () => streams };
}

test('a follower whose streams are cut in the middle gets every event once, in order', async () => {
  const { fetch: send, streams } = cuttingFetch();
  const apiKey = secretOf(await appCaller(desk, ['events.read']));
  const client = createPaydeskClient({ url, apiKey, fetch: send });
  const before = await cursorNow(desk);
  const pending = take(client.events.follow({ after: before, pollMs: 20 }), 30);
  for (let n = 0; n < 30; n += 1) {
    await freezeUser(desk, actors.staff(), ada.id, n % 2 === 0, 'for a test');
    await sequenceEvents(desk);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
  const sequences = (await pending).map(({ sequence }) => sequence);
  expect(sequences).toEqual(Array.from({ length: 30 }, (_, index) => before + index + 1));
  expect(streams()).toBeGreaterThan(1);
});

test('what happens while the stream is open arrives by it: the desk is not asked again', async () => {
  const asked: string[] = [];
  const listening: typeof fetch = async (input, init) => {
    asked.push(new URL(input instanceof Request ? input.url : input).pathname);
    return await fetch(input, init);
  };
  const apiKey = secretOf(await appCaller(desk, ['events.read']));
  const client = createPaydeskClient({ url, apiKey, fetch: listening });
  const pending = take(client.events.follow({ after: 'now', pollMs: 20 }), 3);
  await expect.poll(() => asked).toContain('/api/v1/events/stream');
  await new Promise((resolve) => setTimeout(resolve, 200));
  for (const frozen of [true, false, true]) {
    await freezeUser(desk, actors.staff(), bob.id, frozen, 'for a test');
    await sequenceEvents(desk);
  }
  expect((await pending).map(({ type }) => type)).toEqual(['user.frozen', 'user.unfrozen', 'user.frozen']);
  expect(asked).toEqual(['/trpc/events.list', '/api/v1/events/stream']);
});
