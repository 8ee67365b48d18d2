import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { readEvents } from '../../src/events/readEvents.ts';
import { WebhookDelivery } from '../../src/models/WebhookDelivery.ts';
import { WebhookEndpoint } from '../../src/models/WebhookEndpoint.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { testDatabase } from '../support/testDatabase.ts';
import { actors, newUser, SECRET, testDesk } from '../support/testDesk.ts';
import { CLAIM_MS, newEndpoint, receiver } from './webhookDesk.ts';

const desk = await testDesk();
const { url } = await testDatabase();
const user = await newUser(desk);

/** A day in ten seconds. */
const SPEED = 8640;
const DAY_MS = 24 * 3600 * 1000;
const EVENTS = 40;
const KILLS = 10;

test('a receiver that is down for a day, and ten workers killed by the system, lose nothing and keep the order', async () => {
  const origin = desk.clock.now().getTime();
  const began = Date.now();
  const now = () => origin + (Date.now() - began) * SPEED;
  const shop = await receiver();
  shop.answer(async (response) => {
    if (now() < origin + DAY_MS) return response.destroy();
    await sleep(5);
    return response.writeHead(204).end();
  });
  const { endpoint } = await newEndpoint(desk, shop.url);
  const from = Number(endpoint.cursor);
  const writing = writeEvents();

  let worker = await startWorker({ origin, began });
  for (let kill = 0; kill < KILLS; kill += 1) {
    // Half of them while it is down; then in the middle of a request, or between its answer and the record.
    if (kill < KILLS / 2) await sleep(100 + Math.random() * 400);
    else await requestAfter(shop.received.length);
    const gone = once(worker, 'exit');
    worker.kill('SIGKILL');
    expect(await gone).toEqual([null, 'SIGKILL']);
    worker = await startWorker({ origin, began });
  }
  await writing;
  try {
    const done = async () =>
      (await deliveriesOf(endpoint.id)).filter(({ status }) => status === 'delivered').length;
    await expect.poll(done, { timeout: 60_000, interval: 100 }).toBeGreaterThanOrEqual(EVENTS);
  } finally {
    worker.kill('SIGKILL');
  }

  const { events } = await readEvents(desk.knex, { after: from, limit: 500 });
  const ids = events.filter(({ type }) => type !== 'test').map(({ id }) => id);
  expect(ids.length).toBeGreaterThanOrEqual(EVENTS);
  expect(shop.ids()).toEqual(ids);
  const sequences = shop.received.map(({ sequence }) => sequence);
  expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
  expect(await WebhookEndpoint.query(desk.knex).findById(endpoint.id)).toMatchObject({ disabledAt: null });

  async function requestAfter(count: number): Promise<void> {
    await expect.poll(() => shop.received.length, { timeout: 60_000, interval: 1 }).toBeGreaterThan(count);
    await sleep(Math.random() * 20);
  }
}, 150_000);

/** Spread over the time that the receiver is down, and after it. */
async function writeEvents(): Promise<void> {
  for (let n = 0; n < EVENTS; n += 1) {
    await giveBonus(desk, actors.service(), { userId: user.id, amountUsd: '1.00' });
    await sleep(150);
  }
}

async function startWorker({ origin, began }: { origin: number; began: number }): Promise<ChildProcess> {
  const env = {
    ...process.env,
    DATABASE_URL: url,
    PAYDESK_SECRET: SECRET,
    CLAIM_MS: String(CLAIM_MS),
    CLOCK_ORIGIN: String(origin),
    CLOCK_BEGAN: String(began),
    CLOCK_SPEED: String(SPEED),
  };
  const worker = fork(resolve(import.meta.dirname, 'workerProgram.ts'), { env, stdio: 'inherit' });
  await once(worker, 'message');
  return worker;
}

const deliveriesOf = async (endpointId: string) =>
  await WebhookDelivery.query(desk.knex).where({ endpointId }).orderBy('eventSequence');
