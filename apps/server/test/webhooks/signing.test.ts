import { verifyWebhook, WebhookVerificationError } from '@paydesk/client';
import { expect, test } from 'vitest';
import { WebhookDelivery } from '../../src/models/WebhookDelivery.ts';
import { WebhookEndpoint } from '../../src/models/WebhookEndpoint.ts';
import { anonymizeUser } from '../../src/users/anonymizeUser.ts';
import { freezeUser } from '../../src/users/freezeUser.ts';
import { endOldSecret, rotateSecret } from '../../src/webhooks/rotateSecret.ts';
import { deliveryDetails } from '../../src/webhooks/presentDelivery.ts';
import { explainVerification } from '../../src/webhooks/explainVerification.ts';
import { sendTest } from '../../src/webhooks/sendTest.ts';
import { refusalOf } from '../support/money.ts';
import { actors, newUser, testDesk, testSettings } from '../support/testDesk.ts';
import { deliverDue, newEndpoint, receiver } from './webhookDesk.ts';

const desk = await testDesk();
const staff = actors.staff();
const shop = await receiver();
const { endpoint, secret } = await newEndpoint(desk, shop.url);
const { id } = endpoint;

async function next() {
  await sendTest(desk, staff, { id });
  await deliverDue(desk);
  const last = shop.received.at(-1);
  if (last === undefined) throw new Error('nothing arrived');
  return { headers: last.headers, body: last.body, now: desk.clock.now() };
}

const checked = async (secrets: string | string[], request: Awaited<ReturnType<typeof next>>) => {
  try {
    return (await verifyWebhook({ ...request, secrets })).type;
  } catch (error) {
    return error instanceof WebhookVerificationError ? error.check : error;
  }
};

test('the client accepts what the desk sends, under the id of the event, and nothing that was changed', async () => {
  expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  const request = await next();
  expect(await checked(secret, request)).toBe('test');
  expect(request.headers['webhook-id']).toBe(JSON.parse(request.body).id);
  expect(request.headers['content-type']).toBe('application/json');
  expect(await checked(secret, { ...request, body: `${request.body} ` })).toBe('SIGNATURE_MISMATCH');
});

test('during a rotation both secrets verify, then the new one alone', async () => {
  const { secret: newer } = await rotateSecret(desk, staff, { id, overlapHours: 24 });
  const both = await next();
  expect(String(both.headers['webhook-signature']).split(' ')).toHaveLength(2);
  expect([await checked(secret, both), await checked(newer, both)]).toEqual(['test', 'test']);
  expect(await refusalOf(rotateSecret(desk, staff, { id, overlapHours: 24 }))).toBe('ILLEGAL_TRANSITION');

  await endOldSecret(desk, staff, { id });
  const after = await next();
  expect(String(after.headers['webhook-signature']).split(' ')).toHaveLength(1);
  expect([await checked(secret, after), await checked(newer, after)]).toEqual(['SIGNATURE_MISMATCH', 'test']);
  expect(await refusalOf(endOldSecret(desk, staff, { id }))).toBe('ILLEGAL_TRANSITION');

  const { secret: third } = await rotateSecret(desk, staff, { id, overlapHours: 0 });
  const last = await next();
  expect([await checked(newer, last), await checked(third, last)]).toEqual(['SIGNATURE_MISMATCH', 'test']);
});

test('secrets are stored encrypted, belong to PAYDESK_SECRET, and can only end', async () => {
  const rows = desk.knex('webhook_endpoint_secrets').where({ endpoint_id: id });
  const stored = JSON.stringify(await rows.clone());
  expect(stored).not.toContain(secret.slice('whsec_'.length));
  await expect(rows.clone().update({ encrypted: 'x' })).rejects.toThrow(/can only end/);
  await expect(rows.clone().update({ ends_at: null })).rejects.toThrow(/can only end/);
  await expect(rows.clone().delete()).rejects.toThrow(/permanent/);

  const alarms: unknown[] = [];
  const other = {
    ...desk,
    settings: { ...testSettings(), secret: 'another secret that is long enough too' },
    log: { error: (facts: unknown) => void alarms.push(facts) },
  } as unknown as typeof desk;
  const before = shop.received.length;
  const { id: deliveryId } = await sendTest(desk, staff, { id });
  await deliverDue(other);
  expect(shop.received.length).toBe(before);
  expect(alarms).toMatchObject([{ alarm: 'WEBHOOK_SECRET_UNREADABLE' }]);
  expect(await WebhookDelivery.query(desk.knex).findById(deliveryId)).toMatchObject({
    status: 'failed',
    lastError: 'the signing secret cannot be read: rotate it',
  });
  // Rotating helps at once, although the old one is not over yet.
  const { secret: readable } = await rotateSecret(other, staff, { id, overlapHours: 24 });
  const test = await sendTest(other, staff, { id });
  await deliverDue(other);
  expect(alarms).toHaveLength(1);
  const { headers, body } = shop.received.at(-1) ?? { headers: {}, body: '' };
  expect(await checked(readable, { headers, body, now: desk.clock.now() })).toBe('test');
  expect(await explainVerification(other, { id: test.id, body, computedSignature: 'v1,x' })).toContainEqual(
    expect.objectContaining({ code: 'SECRET_UNKNOWN' }),
  );
  await rotateSecret(desk, staff, { id, overlapHours: 0 });
  await desk.knex('webhook_endpoints').update({ next_attempt_at: new Date(0) });
  await deliverDue(desk);
});

test('the log holds no personal data: anonymising a user reaches what was sent', async () => {
  const user = await newUser(desk, 'zoe');
  await freezeUser(desk, staff, user.id, true, 'for a test');
  await deliverDue(desk);
  const delivery = await WebhookDelivery.query(desk.knex)
    .findOne({ eventType: 'user.frozen', endpointId: id })
    .throwIfNotFound();
  expect(await deliveryDetails(desk, delivery)).toMatchObject({
    body: shop.received.at(-1)?.body,
    bodyIsAsSent: true,
  });
  await anonymizeUser(desk, staff, user.id);
  const after = await deliveryDetails(desk, delivery);
  expect(after.bodyIsAsSent).toBe(false);
  expect(after.body).not.toContain(user.externalId);
  for (const table of ['webhook_deliveries', 'webhook_attempts'])
    expect(JSON.stringify(await desk.knex(table))).not.toContain(user.externalId);
});

test('neither a secret nor a query is in the audit log', async () => {
  const { secret: made } = await newEndpoint(desk, 'https://shop.example.com/hook?token=canary');
  const log = JSON.stringify(await desk.knex('audit_log'));
  for (const text of [made, secret, 'canary']) expect(log).not.toContain(text);
  expect(await WebhookEndpoint.query(desk.knex).where('url', 'like', '%canary%')).toHaveLength(1);
});
