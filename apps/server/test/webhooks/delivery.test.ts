import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { connectDatabase } from '../../src/db/connect.ts';
import { readEvents } from '../../src/events/readEvents.ts';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { WebhookDelivery } from '../../src/models/WebhookDelivery.ts';
import { WebhookEndpoint } from '../../src/models/WebhookEndpoint.ts';
import { bindOriginKey, OriginKey } from '../../src/origin/originKey.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { claimEndpoint } from '../../src/webhooks/delivery/claimEndpoint.ts';
import { deliverEndpoint } from '../../src/webhooks/delivery/deliverEndpoint.ts';
import { startDeliveries } from '../../src/webhooks/delivery/startDeliveries.ts';
import { waitAfter } from '../../src/webhooks/delivery/retrySchedule.ts';
import { disableEndpoint } from '../../src/webhooks/disableEndpoint.ts';
import { enableEndpoint } from '../../src/webhooks/enableEndpoint.ts';
import { replayEvents } from '../../src/webhooks/replayEvents.ts';
import { resendDelivery } from '../../src/webhooks/resendDelivery.ts';
import { sendTest } from '../../src/webhooks/sendTest.ts';
import { removeOldDeliveries } from '../../src/webhooks/removeOldDeliveries.job.ts';
import { refusalOf } from '../support/money.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { actors, newUser, SECRET, testDesk } from '../support/testDesk.ts';
import { cursorNow } from '../events/eventDesk.ts';
import { CLAIM_MS, deliverDue, newEndpoint, openTransport, receiver } from './webhookDesk.ts';

const desk = await testDesk();
const { url } = await testDatabase();
const staff = actors.staff();
const user = await newUser(desk);
const HOUR = 3600;

/** An event each: a bonus is one transaction. */
async function happen(count = 1): Promise<void> {
  for (let n = 0; n < count; n += 1)
    await giveBonus(desk, actors.service(), { userId: user.id, amountUsd: '1.00' });
}
const now = async (id: string) => await WebhookEndpoint.query(desk.knex).findById(id).throwIfNotFound();
const deliveriesOf = async (endpointId: string) =>
  await WebhookDelivery.query(desk.knex).where({ endpointId }).orderBy('eventSequence');
const end = async (id: string) => void (await disableEndpoint(desk, staff, { id }));

test('a receiver that is down for a day, and ten workers that die, lose nothing and keep the order', async () => {
  const shop = await receiver();
  const { endpoint } = await newEndpoint(desk, shop.url);
  const from = Number(endpoint.cursor);
  await happen(20);
  shop.answer((response) => response.destroy());
  for (let hour = 0; hour < 24; hour += 1) {
    await deliverDue(desk);
    await desk.advance(HOUR);
  }
  const failing = await now(endpoint.id);
  expect(failing).toMatchObject({ cursor: String(from), disabledAt: null });
  expect(failing.failures).toBeGreaterThanOrEqual(5);
  expect(shop.ids()).toHaveLength(1);

  // The receiver is back, and has stored the event, when the worker dies before it records that.
  for (let death = 0; death < 10; death += 1) {
    await desk.advance(24 * HOUR);
    const knex = connectDatabase(url, { applicationName: 'worker', poolMax: 3 });
    bindOriginKey(knex, new OriginKey(SECRET));
    const worker = { ...desk, knex };
    shop.answer(async (response) => {
      const isLast = shop.received.length % 2 === 0;
      if (isLast) await knex.destroy();
      response.writeHead(200).end();
    });
    await deliverDue(worker).catch(() => undefined);
    await knex.destroy();
    await sleep(CLAIM_MS);
  }
  shop.answer((response) => response.writeHead(200).end());
  await desk.advance(24 * HOUR);
  await deliverDue(desk);

  const events = (await readEvents(desk.knex, { after: from, limit: 500 })).events;
  expect(events.length).toBeGreaterThanOrEqual(20);
  expect(shop.ids()).toEqual(events.map(({ id }) => id));
  // Repeats only of the event that was not recorded: the order never goes back.
  const sequences = shop.received.map(({ sequence }) => sequence);
  expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
  expect(sequences.length).toBeGreaterThan(events.length + 10);
  expect((await deliveriesOf(endpoint.id)).map(({ status }) => status)).toEqual(
    events.map(() => 'delivered'),
  );
  await end(endpoint.id);
}, 120_000);

test('endpoints that hang do not delay another one', async () => {
  const [dead, shop] = [await receiver(), await receiver()];
  dead.answer(() => undefined);
  const slow = [await newEndpoint(desk, dead.url), await newEndpoint(desk, dead.url)];
  const { endpoint } = await newEndpoint(desk, shop.url);
  const working = startDeliveries(desk, { transport: { ...openTransport, timeoutMs: 4000 }, claimMs: 8000 });
  try {
    await happen(5);
    await sequenceEvents(desk);
    const startedAt = performance.now();
    await expect.poll(() => shop.received.length, { timeout: 3500, interval: 20 }).toBe(5);
    expect(performance.now() - startedAt).toBeLessThan(3500);
    expect(dead.received).toHaveLength(2);
  } finally {
    await working.stop();
  }
  for (const { endpoint: one } of slow) {
    expect(await now(one.id)).toMatchObject({ failures: 1, disabledAt: null });
    await end(one.id);
  }
  await end(endpoint.id);
}, 30_000);

test('410 disables at once, with an alarm, an event to the others and an audit entry', async () => {
  const [gone, shop] = [await receiver(), await receiver()];
  gone.answer((response) => response.writeHead(410).end('moved away'));
  const { endpoint } = await newEndpoint(desk, gone.url);
  const watcher = await newEndpoint(desk, shop.url, ['webhook_endpoint.disabled']);
  const alarms: unknown[] = [];
  const log = { error: (facts: unknown) => void alarms.push(facts) };
  await happen(3);
  await deliverDue({ ...desk, log } as unknown as typeof desk);
  expect(gone.received).toHaveLength(1);
  expect(await now(endpoint.id)).toMatchObject({ disabledReason: 'gone', disabledDetail: 'it answered 410' });
  expect(alarms).toMatchObject([{ alarm: 'WEBHOOK_ENDPOINT_DISABLED', endpointId: endpoint.id }]);
  await deliverDue(desk);
  expect(shop.received.map(({ body }) => JSON.parse(body))).toMatchObject([
    { type: 'webhook_endpoint.disabled', resourceId: endpoint.id, data: { disabledReason: 'gone' } },
  ]);
  expect(await desk.knex('audit_log').where({ subject_id: endpoint.id }).pluck('action')).toEqual([
    'webhookEndpoints.create',
    'webhookEndpoints.disable',
  ]);
  // Enabled again it continues where it stopped.
  gone.answer((response) => response.writeHead(200).end());
  await enableEndpoint(desk, staff, { id: endpoint.id });
  await deliverDue(desk);
  expect(gone.ids().length).toBeGreaterThanOrEqual(3);
  expect(gone.received[0]?.id).toBe(gone.received[1]?.id);
  await end(endpoint.id);
  await end(watcher.endpoint.id);
});

test('three days of failures disable, and not a day less', async () => {
  const shop = await receiver();
  shop.answer((response) => response.writeHead(500).end());
  const { endpoint } = await newEndpoint(desk, shop.url);
  await happen();
  const begunAt = desk.clock.now().getTime();
  for (let hours = 0; (await now(endpoint.id)).disabledAt === null && hours < 200; hours += 1) {
    await deliverDue(desk);
    await desk.advance(HOUR);
  }
  expect(await now(endpoint.id)).toMatchObject({ disabledReason: 'failing', failures: 10 });
  const days = (desk.clock.now().getTime() - begunAt) / 86_400_000;
  expect(days).toBeGreaterThan(2.8);
  expect(days).toBeLessThan(4.5);
});

test('the waits grow to a day, with a tenth of jitter', () => {
  expect([waitAfter(1, 0), waitAfter(1, 1), waitAfter(2, 0.5)]).toEqual([4500, 5500, 300_000]);
  expect([waitAfter(9, 0.5), waitAfter(10, 0.5)]).toEqual([86_400_000, null]);
});

test('an endpoint gets only its types, and the cursor passes the others', async () => {
  const shop = await receiver();
  const { endpoint } = await newEndpoint(desk, shop.url, ['user.frozen']);
  await happen(3);
  await deliverDue(desk);
  expect(shop.received).toEqual([]);
  expect(Number((await now(endpoint.id)).cursor)).toBe(await cursorNow(desk));
  await end(endpoint.id);
});

test('a test goes to its endpoint alone, at once, even when it is disabled', async () => {
  const [shop, other] = [await receiver(), await receiver()];
  const { endpoint } = await newEndpoint(desk, shop.url);
  const { endpoint: second } = await newEndpoint(desk, other.url);
  await end(endpoint.id);
  await deliverDue(desk);
  other.received.length = 0;
  const { id } = await sendTest(desk, staff, { id: endpoint.id });
  await deliverDue(desk);
  expect(shop.received.map(({ body }) => JSON.parse(body))).toMatchObject([
    { type: 'test', resourceId: endpoint.id, data: { message: 'This is a test.' } },
  ]);
  expect(other.received).toEqual([]);
  expect(await WebhookDelivery.query(desk.knex).findById(id)).toMatchObject({
    kind: 'test',
    status: 'delivered',
    attempts: 1,
  });
  await end(second.id);
});

test('a resent delivery has the same id; a replay sends from its cursor on, in order; a later cursor skips', async () => {
  const shop = await receiver();
  const { endpoint } = await newEndpoint(desk, shop.url);
  const after = Number(endpoint.cursor);
  await happen(3);
  await deliverDue(desk);
  const first = shop.ids();
  expect(first.length).toBeGreaterThanOrEqual(3);
  const [one] = await deliveriesOf(endpoint.id);
  await resendDelivery(desk, staff, { id: one?.id ?? '' });
  await deliverDue(desk);
  expect(shop.received.at(-1)?.id).toBe(first[0]);
  expect(shop.received.at(-1)?.body).toBe(shop.received[0]?.body);

  shop.received.length = 0;
  await replayEvents(desk, staff, { id: endpoint.id, after });
  await deliverDue(desk);
  expect(shop.ids()).toEqual(first);

  shop.answer((response) => response.writeHead(500).end());
  await happen(2);
  await deliverDue(desk);
  await replayEvents(desk, staff, { id: endpoint.id, after: 'now' });
  shop.answer((response) => response.writeHead(200).end());
  shop.received.length = 0;
  await deliverDue(desk);
  expect(shop.received).toEqual([]);
  expect((await deliveriesOf(endpoint.id)).at(-1)).toMatchObject({ status: 'skipped', lastStatus: 500 });
  expect(await refusalOf(replayEvents(desk, staff, { id: endpoint.id, after: 99_999_999 }))).toBe(
    'INVALID_CURSOR',
  );
  await end(endpoint.id);
});

test('of two workers one sends; one whose claim was taken over records nothing', async () => {
  const shop = await receiver();
  const { endpoint } = await newEndpoint(desk, shop.url);
  await happen();
  await sequenceEvents(desk);
  const claims = await Promise.all([claimEndpoint(desk), claimEndpoint(desk), claimEndpoint(desk)]);
  const [claim] = claims.filter((one) => one !== null);
  expect(claims.filter((one) => one !== null)).toHaveLength(1);
  if (!claim) return;
  shop.answer(async (response) => {
    await desk
      .knex('webhook_endpoints')
      .where({ id: endpoint.id })
      .update({ claimed_until: new Date(0) });
    await claimEndpoint(desk);
    response.writeHead(200).end();
  });
  await deliverEndpoint(desk, claim, { transport: openTransport });
  expect(await now(endpoint.id)).toMatchObject({ cursor: endpoint.cursor });
  expect(await deliveriesOf(endpoint.id)).toMatchObject([{ status: 'pending', attempts: 0 }]);
  await end(endpoint.id);
  await desk.knex('webhook_endpoints').update({ claim_token: null, claimed_until: null });
});

test('the log keeps the first 4 kB of an answer, and neither signatures nor cookies', async () => {
  const shop = await receiver();
  const { endpoint } = await newEndpoint(desk, shop.url);
  shop.answer((response, { headers }) => {
    const signature = String(headers['webhook-signature']);
    response
      .writeHead(200, { 'set-cookie': 'a=secret', 'x-shop': 'yes', 'x-echo': signature })
      .end(`${signature}${'\0é'.repeat(100_000)}`);
  });
  await happen();
  await deliverDue(desk);
  const [delivery] = await deliveriesOf(endpoint.id);
  const [entry] = await delivery!.$relatedQuery('log', desk.knex);
  const log = entry as unknown as {
    responseBody: string;
    responseHeaders: object;
    requestHeaders: Record<string, string>;
    durationMs: number;
  };
  expect(log.responseBody.length).toBeLessThanOrEqual(4096);
  expect(log.responseHeaders).toMatchObject({ 'x-shop': 'yes' });
  // Nor what a receiver repeats of them.
  const [, sent = ''] = String(shop.received[0]?.headers['webhook-signature']).split(',');
  expect(JSON.stringify(log)).not.toContain(sent.slice(0, 16));
  expect(JSON.stringify(log)).not.toContain('a=secret');
  expect(log.requestHeaders['webhook-signature']).toBe('v1,[redacted]');
  expect(shop.received[0]?.headers['webhook-signature']).toMatch(/^v1,[A-Za-z0-9+/]{43}=$/);
  await end(endpoint.id);
});

test('a delivery keeps its result; finished ones are removed by age', async () => {
  const shop = await receiver();
  const { endpoint } = await newEndpoint(desk, shop.url);
  await happen();
  await deliverDue(desk);
  const [delivery] = await deliveriesOf(endpoint.id);
  const rows = () => desk.knex('webhook_deliveries').where({ id: delivery?.id });
  await expect(rows().update({ status: 'failed' })).rejects.toThrow(/keeps its event/);
  await expect(desk.knex('webhook_attempts').update({ error: 'x' })).rejects.toThrow(/permanent/);
  // The desk's clock in tests is two months behind: these rows are old.
  expect(await removeOldDeliveries(desk)).toBeGreaterThan(0);
  expect(await rows()).toEqual([]);
  await end(endpoint.id);
});

test('the 21st enabled endpoint is refused', async () => {
  const made = [];
  for (let n = 0; n < 20; n += 1) made.push((await newEndpoint(desk, 'http://127.0.0.1:1/')).endpoint.id);
  expect(await refusalOf(newEndpoint(desk, 'http://127.0.0.1:1/'))).toBe('TOO_MANY_WEBHOOK_ENDPOINTS');
  const [first = ''] = made;
  await end(first);
  await newEndpoint(desk, 'http://127.0.0.1:1/');
  expect(await refusalOf(enableEndpoint(desk, staff, { id: first }))).toBe('TOO_MANY_WEBHOOK_ENDPOINTS');
});
