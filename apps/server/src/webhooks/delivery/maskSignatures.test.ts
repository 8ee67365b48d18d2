import { expect, test } from 'vitest';
import { maskSignatures } from './maskSignatures.ts';

const SIGNATURE = 'K5oZfzN95Z9UVu1EsfQmfVNQhnkZ2pj9o9NDN/H+pI4=';
const request = {
  url: 'https://shop.example.com/',
  headers: { 'webhook-signature': `v1,${SIGNATURE} v1,${'B'.repeat(43)}=` },
  body: '{}',
};
const answered = (body: string) =>
  maskSignatures(
    { status: 200, headers: { 'x-echo': body }, body, error: `it answered ${body}`, durationMs: 1 },
    request,
  );

test.each([
  ['as it is', SIGNATURE],
  ['of the second secret', 'B'.repeat(43)],
  ['in JSON', SIGNATURE.replaceAll('/', '\\/')],
  ['in a URL', encodeURIComponent(SIGNATURE)],
  ['without its padding', SIGNATURE.slice(0, -1)],
  ['cut off', SIGNATURE.slice(0, 30)],
])('a signature that the receiver repeats %s is masked in body, headers and error', (_how, echoed) => {
  const { body, headers, error } = answered(`got ${echoed}`);
  for (const text of [body, headers?.['x-echo'], error]) {
    expect(text).toContain('got [our signature]');
    expect(text).not.toContain(echoed.slice(0, 16));
  }
});

test('anything else stays', () => {
  expect(answered('ok').body).toBe('ok');
  const nothing = { status: null, headers: null, body: null, error: 'no answer', durationMs: 1 };
  expect(maskSignatures(nothing, null)).toEqual(nothing);
});
