import type { PaydeskEvent } from '../events/paydeskEvent.ts';
import { WebhookVerificationError } from './webhookVerificationError.ts';

const SECRET_PREFIX = 'whsec_';
const TOLERANCE_SECONDS = 300;

export interface WebhookRequest {
  /** The body exactly as received, as text or bytes; never a parsed object. */
  body: string | Uint8Array | ArrayBuffer;
  /** The headers: `request.headers` of fetch, Node.js, Express, Fastify, Hono … */
  headers:
    | { get(name: string): string | null }
    | Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The endpoint's secret, `whsec_…`; during a rotation both, in any order. */
  secrets: string | readonly string[];
  /** How far `webhook-timestamp` may be from now; 300 by default. */
  toleranceSeconds?: number;
  /** The time to compare with, for tests; now by default. */
  now?: Date;
}

/**
 * Checks that a request is the desk's and recent (Standard Webhooks: HMAC-SHA256 over `id.timestamp.body`), and
 * returns its event. Rejects with `WebhookVerificationError`, whose `check` says what is wrong. The same event can
 * arrive again: handle each `event.id` once.
 *
 * Runs wherever the Web Crypto API is: Node.js, Deno, Bun, edge workers, browsers.
 */
export async function verifyWebhook(request: WebhookRequest): Promise<PaydeskEvent> {
  const body = bytesOf(request.body);
  const id = headerOf(request.headers, 'webhook-id');
  const timestamp = headerOf(request.headers, 'webhook-timestamp');
  checkTimestamp(timestamp, request);
  const keys = keyBytesOfAll(request.secrets);
  const signatures = signaturesOf(headerOf(request.headers, 'webhook-signature'));
  const signed = concatenated(new TextEncoder().encode(`${id}.${timestamp}.`), body);
  if (!(await isSignedByOne({ keys, signatures, signed })))
    throw new WebhookVerificationError(
      'SIGNATURE_MISMATCH',
      'no signature matches: the secret is not this endpoint’s, or the body is not the bytes that were received',
    );
  return eventOf(body);
}

function bytesOf(body: unknown): Uint8Array<ArrayBuffer> {
  if (typeof body === 'string') return new TextEncoder().encode(body);
  if (body instanceof Uint8Array) return new Uint8Array(body);
  if (body instanceof ArrayBuffer) return new Uint8Array(body);
  throw new WebhookVerificationError(
    'BODY_NOT_RAW',
    'pass the body as text or bytes, as it was received: a parsed body no longer has the bytes that were signed',
  );
}

function headerOf(headers: WebhookRequest['headers'], name: string): string {
  const value = typeof headers.get === 'function' ? headers.get(name) : fieldOf(headers, name);
  if (typeof value === 'string' && value !== '') return value;
  throw new WebhookVerificationError('HEADER_MISSING', `the header ${name} is missing`);
}

/** Node.js lower-cases the names of headers; other programs may not. */
function fieldOf(headers: object, name: string): unknown {
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
  const value: unknown = entry?.[1];
  return Array.isArray(value) ? value.join(' ') : value;
}

function checkTimestamp(
  text: string,
  { toleranceSeconds = TOLERANCE_SECONDS, now = new Date() }: WebhookRequest,
): void {
  if (!/^\d{1,15}$/.test(text))
    throw new WebhookVerificationError('TIMESTAMP_INVALID', 'webhook-timestamp is not a number of seconds');
  const ageSeconds = Math.floor(now.getTime() / 1000) - Number(text);
  if (ageSeconds > toleranceSeconds)
    throw new WebhookVerificationError('TIMESTAMP_TOO_OLD', `it was sent ${ageSeconds} seconds ago`);
  if (ageSeconds < -toleranceSeconds)
    throw new WebhookVerificationError(
      'TIMESTAMP_IN_FUTURE',
      `it says that it was sent in ${-ageSeconds} seconds: is this machine's clock right?`,
    );
}

function keyBytesOfAll(secrets: string | readonly string[]): Uint8Array<ArrayBuffer>[] {
  // An environment variable that is not set is no string, whatever the types say.
  const keys = [secrets].flat().map((secret) => keyBytesOf(String(secret)));
  if (keys.length > 0) return keys;
  throw new WebhookVerificationError('SECRET_INVALID', 'there is no secret to check with');
}

function keyBytesOf(secret: string): Uint8Array<ArrayBuffer> {
  const bytes = secret.startsWith(SECRET_PREFIX) ? fromBase64(secret.slice(SECRET_PREFIX.length)) : null;
  if (bytes !== null && bytes.length > 0) return bytes;
  throw new WebhookVerificationError(
    'SECRET_INVALID',
    'a secret is whsec_ and base64, as the desk showed it',
  );
}

/** The `v1` signatures of a list such as `v1,K5oZ… v1a,…`; other versions belong to other methods. */
function signaturesOf(header: string): Uint8Array<ArrayBuffer>[] {
  const found = header
    .split(' ')
    .filter((entry) => entry.startsWith('v1,'))
    .map((entry) => fromBase64(entry.slice('v1,'.length)))
    .filter((bytes) => bytes !== null);
  if (found.length > 0) return found;
  throw new WebhookVerificationError(
    'SIGNATURE_MALFORMED',
    'webhook-signature has no v1 signature in base64',
  );
}

interface Signed {
  keys: Uint8Array<ArrayBuffer>[];
  signatures: Uint8Array<ArrayBuffer>[];
  signed: Uint8Array<ArrayBuffer>;
}

/** `subtle.verify` compares in constant time. */
async function isSignedByOne({ keys, signatures, signed }: Signed): Promise<boolean> {
  const { subtle } = globalThis.crypto;
  for (const bytes of keys) {
    const key = await subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
    for (const signature of signatures) {
      if (await subtle.verify('HMAC', key, signature, signed)) return true;
    }
  }
  return false;
}

function eventOf(body: Uint8Array): PaydeskEvent {
  const event = parsed(new TextDecoder().decode(body));
  if (typeof event?.['id'] === 'string' && typeof event['type'] === 'string')
    return event as unknown as PaydeskEvent;
  throw new WebhookVerificationError('BODY_NOT_AN_EVENT', 'the body is not an event in JSON');
}

function parsed(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? (value as Record<string, unknown> | null) : null;
  } catch {
    return null;
  }
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    return null;
  }
}

function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
