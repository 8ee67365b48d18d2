import { expect, test } from 'vitest';
import { WebhookDelivery } from '../../src/models/WebhookDelivery.ts';
import { WebhookEndpoint } from '../../src/models/WebhookEndpoint.ts';
import { createEndpoint } from '../../src/webhooks/createEndpoint.ts';
import { enableEndpoint } from '../../src/webhooks/enableEndpoint.ts';
import { replayEvents } from '../../src/webhooks/replayEvents.ts';
import { readSigningSecrets } from '../../src/webhooks/signingSecrets.ts';
import { sequenceEvents } from '../../src/events/sequenceEvents.ts';
import { actors, newUser } from '../support/testDesk.ts';
import { deliverDue, receiver } from '../webhooks/webhookDesk.ts';
import { governedDesk, reasonOf, requestOf } from './governedDesk.ts';

/* One admin must not send what customers did to an address of their own. */
const { desk, knex, insider } = await governedDesk({ WEBHOOK_ALLOW_PRIVATE: '1' });
const [bob, ann, dave] = [await insider('admin'), await insider('approver'), await insider('operator')];
const [shop, thief] = [await receiver(), await receiver()];
const { endpoint, secret } = await createEndpoint(desk, actors.service(), {
  url: shop.url,
  description: '',
  eventTypes: null,
  after: 'now',
});
const { id } = endpoint;
const stored = async () => await WebhookEndpoint.query(knex).findById(id).throwIfNotFound();
const happen = async (times: number) => {
  for (let index = 0; index < times; index += 1) await newUser(desk);
  await sequenceEvents(desk);
};
const freeze = async () => {
  const user = await newUser(desk);
  await dave.does('users.freeze', { id: user.id, note: 'to have an event' });
};

test('a changed URL gets a new secret at once, shown once, and what is failing goes on to it', async () => {
  await freeze();
  await deliverDue(desk);
  expect(shop.received).toHaveLength(1);
  const { data } = await bob.does('webhookEndpoints.update', { id, url: thief.url });
  const fresh = (data as { secret: string }).secret;
  expect(fresh).toMatch(/^whsec_/);
  expect(fresh).not.toBe(secret);
  expect(await readSigningSecrets(knex, { settings: desk.settings, endpointId: id })).toEqual([
    { secret: fresh, isLive: true },
  ]);
  const same = await bob.does('webhookEndpoints.update', { id, url: thief.url, description: 'the shop' });
  expect(same.data).toMatchObject({ secret: null, description: 'the shop' });
  await freeze();
  await deliverDue(desk);
  expect(thief.received).toHaveLength(1);
});

test('events from before the URL are not sent there again by one person, by any way', async () => {
  const after = 0;
  requestOf(await bob.does('webhookEndpoints.replay', { id, after }));
  requestOf(await bob.does('webhookEndpoints.create', { url: `${thief.url}/2`, after }));
  await bob.does('webhookEndpoints.disable', { id });
  requestOf(await bob.does('webhookEndpoints.enable', { id, after }));
  expect(reasonOf(await bob.does('webhookEndpoints.enable', { id }))).toBe('OK');
  const old = await WebhookDelivery.query(knex).orderBy('createdAt').first().throwIfNotFound();
  expect(reasonOf(await dave.asThief('webhookDeliveries.resend', { id: old.id }))).toBe('ILLEGAL_TRANSITION');
  await deliverDue(desk);
  const { urlAfter } = await stored();
  expect(Number(urlAfter)).toBeGreaterThan(0);
  expect(thief.received.filter(({ sequence }) => sequence <= Number(urlAfter))).toEqual([]);
});

test('another person approves it, and then the same receiver may get it again', async () => {
  const request = requestOf(await bob.does('webhookEndpoints.replay', { id, after: 0 }));
  expect((await ann.does('changeRequests.approve', { id: request })).data).toMatchObject({
    status: 'applied',
    result: { kind: 'webhookEndpoint', id },
  });
  const before = thief.received.length;
  await deliverDue(desk);
  expect(thief.received.length).toBeGreaterThan(before);
  expect(reasonOf(await bob.does('webhookEndpoints.replay', { id, after: 0 }))).toBe('OK');
});

test('an endpoint that begins in the past is created by two, whatever happens meanwhile', async () => {
  const url = `${thief.url}/past`;
  const request = requestOf(await bob.does('webhookEndpoints.create', { url, after: 0 }));
  await happen(1);
  expect((await ann.does('changeRequests.approve', { id: request })).data).toMatchObject({
    status: 'applied',
  });
  const made = await WebhookEndpoint.query(knex).findOne({ url }).throwIfNotFound();
  // Its secret was shown to no one: who asked for it collects one.
  const rotated = await bob.does('webhookEndpoints.rotateSecret', { id: made.id, overlapHours: 0 });
  expect((rotated.data as { secret: string }).secret).toMatch(/^whsec_/);
  await bob.does('webhookEndpoints.disable', { id: made.id });
});

test('a URL is not changed during a replay, nor is a waiting repeat sent to another one', async () => {
  expect(Number((await stored()).cursor)).toBeLessThan(Number((await stored()).reached));
  expect(reasonOf(await bob.does('webhookEndpoints.update', { id, url: shop.url }))).toBe(
    'ILLEGAL_TRANSITION',
  );
  expect(reasonOf(await bob.does('webhookEndpoints.replay', { id, after: 'now' }))).toBe('OK');
  const sent = await WebhookDelivery.query(knex).where({ status: 'delivered' }).first().throwIfNotFound();
  expect(reasonOf(await dave.asThief('webhookDeliveries.resend', { id: sent.id }))).toBe('OK');
  const before = shop.received.length;
  expect(reasonOf(await bob.does('webhookEndpoints.update', { id, url: shop.url }))).toBe('OK');
  await deliverDue(desk);
  expect(shop.received).toHaveLength(before);
});

test('the commands ask again under the lock of the endpoint', async () => {
  await happen(1);
  const refusing = { ...actors.staff(), admit: async () => await Promise.reject(new Error('not alone')) };
  await expect(replayEvents(desk, refusing, { id, after: 0 })).rejects.toThrow('not alone');
  await knex('webhook_endpoints').where({ id }).update({ disabled_at: new Date(), disabled_reason: 'staff' });
  await expect(enableEndpoint(desk, refusing, { id, after: 0 })).rejects.toThrow('not alone');
  await expect(
    createEndpoint(desk, refusing, { url: thief.url, description: '', eventTypes: null, after: 0 }),
  ).rejects.toThrow('not alone');
});
