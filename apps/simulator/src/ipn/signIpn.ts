import { createHmac } from 'node:crypto';

/**
 * The provider's signature: HMAC-SHA512 in lower-case hex over the body with recursively sorted keys, printed by
 * JavaScript. Numbers therefore have JavaScript's form, whatever the digits on the wire. White space around
 * the secret is ignored.
 */
export const signIpn = (body: string, secret: string): string =>
  createHmac('sha512', secret.trim())
    .update(JSON.stringify(sortKeys(JSON.parse(body))))
    .digest('hex');

/** Arrays stay arrays; keys sort by UTF-16 code unit, never by locale. */
const sortKeys = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).map(([key, member]) => [key, sortKeys(member)] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
};
