import { expect, it } from 'vitest';
import { pastedHeaders } from './pastedHeaders.ts';

const WANTED = {
  webhookId: '0198c0de-0000-7000-8000-0000000000ee',
  webhookTimestamp: '1795867200',
  webhookSignature: 'v1,K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H/pI4= v1,AAAA=',
};
const { webhookId: id, webhookTimestamp: time, webhookSignature: signature } = WANTED;

it.each([
  [
    'lines of a request',
    `Host: x\r\nWebhook-Id: ${id}\r\nwebhook-timestamp:${time}\r\nwebhook-signature: ${signature}`,
  ],
  [
    'JSON in one line',
    JSON.stringify({ 'webhook-id': id, 'webhook-timestamp': time, 'webhook-signature': signature }),
  ],
  [
    'JSON with a number',
    `{"webhook-id": "${id}", "webhook-signature": "${signature}", "webhook-timestamp": ${time}}`,
  ],
  [
    'a dump of PHP',
    `["HTTP_WEBHOOK_ID"]=> '${id}',\n["HTTP_WEBHOOK_TIMESTAMP"]=> '${time}',\n["HTTP_WEBHOOK_SIGNATURE"]=> '${signature}',`,
  ],
  [
    'raw headers of Node',
    `'webhook-id', '${id}',\n'webhook-timestamp', '${time}',\n'webhook-signature', '${signature}'`,
  ],
])('are found in %s', (_name, text) => {
  expect(pastedHeaders(text)).toEqual(WANTED);
});

it('those that are missing or empty stay absent', () => {
  expect(pastedHeaders(`webhook-id: ${id}\nwebhook-signature:\n`)).toEqual({ webhookId: id });
  expect(pastedHeaders('')).toEqual({});
});
