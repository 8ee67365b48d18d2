import { createPaydeskClient, type PaydeskEvent } from '@paydesk/client';
import { expect, test } from 'vitest';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { appCaller, httpDesk, userCaller } from '../support/http.ts';
import { newPayment } from '../support/money.ts';
import { newUser, offerCurrencies } from '../support/testDesk.ts';

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
