import { createHmac } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, test } from 'vitest';
import { verifyWebhook, type WebhookRequest } from './verifyWebhook.ts';
import { WebhookVerificationError } from './webhookVerificationError.ts';

const secret = `whsec_${Buffer.from('the-first-secret-of-32-bytes-....').toString('base64')}`;
const other = `whsec_${Buffer.from('another-secret').toString('base64')}`;
const id = '019aaaaa-0000-7000-8000-000000000001';
const body = JSON.stringify({ id, type: 'payment.credited', data: { description: 'Zoë €' } });
const now = new Date('2026-11-28T12:00:00.500Z');
const seconds = Math.floor(now.getTime() / 1000);

interface Sent {
  secret: string;
  body: string | Uint8Array;
  timestamp: number | string;
}

/** Signed as the Standard Webhooks specification says, by Node's own HMAC. */
function signed({ secret: by = secret, body: text = body, timestamp = seconds }: Partial<Sent> = {}) {
  const key = Buffer.from(by.slice('whsec_'.length), 'base64');
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(text).digest('base64');
  return {
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    'webhook-signature': `v1,${signature}`,
  };
}

const checkOf = async (request: Partial<WebhookRequest>): Promise<string> =>
  await verifyWebhook({ body, headers: signed(), secrets: secret, now, ...request }).then(
    () => 'accepted',
    (error: unknown) => (error instanceof WebhookVerificationError ? error.check : String(error)),
  );

test('a signed request is accepted as text, as bytes and as a buffer, and its event returned', async () => {
  const bytes = new TextEncoder().encode(body);
  for (const form of [body, bytes, Buffer.from(body), bytes.buffer]) {
    const event = await verifyWebhook({ body: form, headers: signed(), secrets: secret, now });
    expect(event).toEqual(JSON.parse(body));
  }
});

test('headers are read from every kind of request', async () => {
  const upper = Object.fromEntries(
    Object.entries(signed()).map(([name, value]) => [name.toUpperCase(), value]),
  );
  expect(await checkOf({ headers: new Headers(signed()) })).toBe('accepted');
  expect(await checkOf({ headers: upper })).toBe('accepted');
  expect(await checkOf({ headers: new Request('http://shop.test', { headers: signed() }).headers })).toBe(
    'accepted',
  );
});

test('during a rotation either secret is accepted, and any of several signatures', async () => {
  expect(await checkOf({ secrets: [other, secret] })).toBe('accepted');
  expect(await checkOf({ headers: signed({ secret: other }), secrets: [other, secret] })).toBe('accepted');
  const two = `${signed({ secret: other })['webhook-signature']} ${signed()['webhook-signature']} v1a,AAAA`;
  expect(await checkOf({ headers: { ...signed(), 'webhook-signature': two } })).toBe('accepted');
});

test('what the reference implementation signs is accepted, and it accepts the same', async () => {
  const webhook = new Webhook(secret);
  const at = new Date();
  const signature = webhook.sign(id, at, body);
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
    'webhook-signature': signature,
  };
  expect(await verifyWebhook({ body, headers, secrets: secret })).toEqual(webhook.verify(body, headers));
});

test.each<[string, Partial<WebhookRequest>]>([
  ['SIGNATURE_MISMATCH', { secrets: other }],
  ['SIGNATURE_MISMATCH', { body: `${body} ` }],
  ['SIGNATURE_MISMATCH', { body: body.replace('credited', 'refunded') }],
  ['SIGNATURE_MISMATCH', { headers: { ...signed(), 'webhook-id': 'another' } }],
  ['SIGNATURE_MISMATCH', { headers: { ...signed(), 'webhook-timestamp': String(seconds - 1) } }],
  ['SIGNATURE_MISMATCH', { headers: { ...signed(), 'webhook-signature': 'v1,AAAA' } }],
  ['SIGNATURE_MALFORMED', { headers: { ...signed(), 'webhook-signature': 'v1,no*base64' } }],
  [
    'SIGNATURE_MALFORMED',
    { headers: { ...signed(), 'webhook-signature': signed()['webhook-signature'].slice(3) } },
  ],
  ['HEADER_MISSING', { headers: { ...signed(), 'webhook-id': undefined } }],
  ['HEADER_MISSING', { headers: new Headers() }],
  ['TIMESTAMP_INVALID', { headers: signed({ timestamp: now.toISOString() }) }],
  ['TIMESTAMP_TOO_OLD', { headers: signed({ timestamp: seconds - 301 }) }],
  ['TIMESTAMP_IN_FUTURE', { headers: signed({ timestamp: seconds + 301 }) }],
  ['accepted', { headers: signed({ timestamp: seconds - 300 }) }],
  ['accepted', { headers: signed({ timestamp: seconds + 300 }) }],
  ['TIMESTAMP_TOO_OLD', { headers: signed({ timestamp: seconds - 11 }), toleranceSeconds: 10 }],
  ['SECRET_INVALID', { secrets: secret.slice('whsec_'.length) }],
  ['SECRET_INVALID', { secrets: [secret, 'whsec_'] }],
  ['SECRET_INVALID', { secrets: 'whsec_%%%' }],
  ['BODY_NOT_RAW', { body: JSON.parse(body) as string }],
  ['BODY_NOT_AN_EVENT', { body: 'hello', headers: signed({ body: 'hello' }) }],
  ['BODY_NOT_AN_EVENT', { body: 'null', headers: signed({ body: 'null' }) }],
])('%s (case %#)', async (check, request) => {
  expect(await checkOf(request)).toBe(check);
});

test('without a secret nothing is accepted', async () => {
  expect(await checkOf({ secrets: [] })).toBe('SECRET_INVALID');
  const notSet = JSON.parse('{}') as { secret: string };
  expect(await checkOf({ secrets: notSet.secret })).toBe('SECRET_INVALID');
});

test('bytes that are no text are signed as they are', async () => {
  const bytes = Uint8Array.from([0xff, 0xfe, 0x00]);
  expect(await checkOf({ body: bytes, headers: signed({ body: bytes }) })).toBe('BODY_NOT_AN_EVENT');
});
