// What an app does, in plain JavaScript: prints its results as JSON. Arguments: the desk's URL and a secret.
import { createPaydeskClient, idempotencyKeyFor, isPaydeskError, verifyWebhook } from '@paydesk/client';
import { paymentCreateInput } from '@paydesk/types';
import { formatUsd, paymentCan } from '@paydesk/types/rules';

const [, , url, credential] = process.argv;
const isUserToken = credential.startsWith('ut_');
const desk = createPaydeskClient({
  url,
  ...(isUserToken ? { userToken: credential } : { apiKey: credential }),
});
const results = {};

results.page = (await desk.payments.list.query({})).data.length;
results.all = [];
for await (const payment of desk.payments.iterate({ perPage: 2 })) results.all.push(payment.id);

const input = {
  userId: crypto.randomUUID(),
  amountUsd: '5',
  currencyCode: 'btc',
  idempotencyKey: idempotencyKeyFor('order', 7),
};
results.created = (await desk.payments.create.mutate(input)).idempotencyKey;
results.parsed = paymentCreateInput.parse(input).amountUsd;
results.formatted = [formatUsd('5'), typeof paymentCan.cancel];

try {
  await desk.transactions.charge.mutate({ userId: input.userId, amountUsd: '9.99' });
} catch (error) {
  results.refused = isPaydeskError(error, 'INSUFFICIENT_FUNDS') && [
    error.httpStatus,
    /^req-\d+$/.test(error.requestId),
    error.details,
  ];
}

results.events = [];
for await (const event of desk.events.follow({ pollMs: 10 })) {
  results.events.push(event.type);
  if (results.events.length === 2) break;
}

const secret = `whsec_${btoa('secret')}`;
const timestamp = String(Math.floor(Date.now() / 1000));
const body = JSON.stringify({ id: 'e1', type: 'test' });
const key = await crypto.subtle.importKey(
  'raw',
  new TextEncoder().encode('secret'),
  { name: 'HMAC', hash: 'SHA-256' },
  false,
  ['sign'],
);
const signature = await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(`e1.${timestamp}.${body}`));
const headers = {
  'webhook-id': 'e1',
  'webhook-timestamp': timestamp,
  'webhook-signature': `v1,${btoa(String.fromCharCode(...new Uint8Array(signature)))}`,
};
results.webhook = (await verifyWebhook({ body, headers, secrets: secret })).type;
results.forged = await verifyWebhook({ body: `${body} `, headers, secrets: secret }).catch(
  (error) => error.check,
);

process.stdout.write(JSON.stringify(results));
