import { createHmac } from 'node:crypto';
import { expect, test } from 'vitest';
import { WebhookDelivery } from '../../src/models/WebhookDelivery.ts';
import { giveBonus } from '../../src/transactions/giveBonus.ts';
import { explainVerification } from '../../src/webhooks/explainVerification.ts';
import { rotateSecret } from '../../src/webhooks/rotateSecret.ts';
import { actors, newUser, testDesk } from '../support/testDesk.ts';
import { deliverDue, newEndpoint, receiver } from './webhookDesk.ts';

const desk = await testDesk();
const shop = await receiver();
const { endpoint, secret } = await newEndpoint(desk, shop.url, ['transaction.created']);
const user = await newUser(desk, 'Zoë €');
await giveBonus(desk, actors.service(), { userId: user.id, amountUsd: '1.00', description: 'Grüße' });
await deliverDue(desk);
const delivery = await WebhookDelivery.query(desk.knex)
  .findOne({ endpointId: endpoint.id })
  .throwIfNotFound();
const [request] = shop.received;
if (request === undefined) throw new Error('nothing arrived');
const { body } = request;
const header = (name: string) => String(request.headers[name]);
const [webhookId, webhookTimestamp] = [header('webhook-id'), header('webhook-timestamp')];
const received = {
  id: delivery.id,
  body,
  webhookId,
  webhookTimestamp,
  webhookSignature: header('webhook-signature'),
};

const codes = async (changes: object): Promise<string[]> =>
  (await explainVerification(desk, { ...received, ...changes })).map(({ code }) => code);

const sign = (key: string | Buffer, content: string, encoding: 'base64' | 'hex' = 'base64') =>
  createHmac('sha256', key).update(content).digest(encoding);
const key = Buffer.from(secret.slice(6), 'base64');
const content = `${webhookId}.${webhookTimestamp}.${body}`;
const parsed = JSON.parse(body) as Record<string, unknown>;

test('nothing is found when nothing is wrong', async () => {
  expect(await codes({})).toEqual([]);
});

test.each<[string, object]>([
  ['BODY_EMPTY', { body: '' }],
  ['BODY_REFORMATTED', { body: JSON.stringify(parsed, null, 2) }],
  ['BODY_KEYS_SORTED', { body: JSON.stringify(Object.fromEntries(Object.entries(parsed).toReversed())) }],
  ['BODY_WITH_SPACE', { body: `${body}\n` }],
  ['BODY_WITH_BOM', { body: `\uFEFF${body}` }],
  ['BODY_AS_LATIN1', { body: Buffer.from(body).toString('latin1') }],
  ['BODY_CUT_OFF', { body: body.slice(0, 100) }],
  ['BODY_NO_JSON', { body: '[object Object]' }],
  ['BODY_OTHER_CONTENT', { body: body.replace('"1.00"', '"9.00"') }],
  [
    'BODY_ESCAPED',
    {
      body: body.replaceAll(
        /[^\x20-\x7e]/g,
        (c) => String.raw`\u` + c.charCodeAt(0).toString(16).padStart(4, '0'),
      ),
    },
  ],
  ['ID_DIFFERS', { webhookId: 'another' }],
  ['TIMESTAMP_DIFFERS', { webhookTimestamp: '1700000000' }],
  ['HEADER_MISSING', { webhookSignature: undefined }],
  ['SIGNATURE_MALFORMED', { webhookSignature: header('webhook-signature').slice(3) }],
])('%s', async (code, changes) => {
  expect((await codes(changes))[0]).toBe(code);
});

test.each<[string, RegExp, string]>([
  ['COMPARISON_WRONG', /one entry has to match/, sign(key, content)],
  ['COMPUTED_AS_HEX', /must be in base64/, sign(key, content, 'hex')],
  ['COMPUTED_WITH', /used as text/, sign(secret, content)],
  ['COMPUTED_WITH', /not decoded/, sign(secret.slice(6), content)],
  ['COMPUTED_WITH', /milliseconds/, sign(key, `${webhookId}.${webhookTimestamp}000.${body}`)],
  ['COMPUTED_WITH', /exchanged/, sign(key, `${webhookTimestamp}.${webhookId}.${body}`)],
  [
    'COMPUTED_WITH',
    /written again/,
    sign(key, `${webhookId}.${webhookTimestamp}.${JSON.stringify(parsed, null, 2)}`),
  ],
  ['SECRET_UNKNOWN', /another endpoint/, sign('nonsense', content)],
])('a computed signature: %s %s', async (code, message, computedSignature) => {
  const [found] = await explainVerification(desk, {
    ...received,
    computedSignature: `v1,${computedSignature}`,
  });
  expect(found).toMatchObject({ code, message: expect.stringMatching(message) as string });
});

test('a secret that has ended is named', async () => {
  await rotateSecret(desk, actors.staff(), { id: endpoint.id, overlapHours: 0 });
  expect(await codes({})).toEqual(['SECRET_ENDED']);
});
