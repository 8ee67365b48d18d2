import { isIP } from 'node:net';
import { type Dispatcher, request } from 'undici';
import { VERSION } from '../../base/version.ts';
import { isPublicAddress } from './publicAddress.ts';
import { hostOf } from './requireSafeUrl.ts';

/** For everything: the name, the connection, the request and the answer. */
export const TOTAL_TIMEOUT_MS = 10_000;
/** What is read and kept of an answer. */
const MAX_ANSWER_BYTES = 4096;
const MAX_HEADERS_KEPT = 30;
const MAX_HEADER_LENGTH = 500;

export interface WebhookRequest {
  url: string;
  /** `webhook-id`, `webhook-timestamp`, `webhook-signature`. */
  headers: Record<string, string>;
  body: string;
}

/** What came of it. `error` is for people; with a status it says why that is a failure. */
export interface WebhookAnswer {
  status: number | null;
  headers: Record<string, string> | null;
  body: string | null;
  error: string | null;
  durationMs: number;
}

export interface Transport {
  agent: Dispatcher;
  allowPrivate: boolean;
  timeoutMs?: number;
}

/** Sends one request. Never throws: a failure is an answer with `error`. Only 2xx is a success. */
export async function sendRequest(
  { agent, allowPrivate, timeoutMs = TOTAL_TIMEOUT_MS }: Transport,
  { url, headers, body }: WebhookRequest,
): Promise<WebhookAnswer> {
  const startedAt = performance.now();
  const durationMs = () => Math.round(performance.now() - startedAt);
  const failed = (error: string): WebhookAnswer => ({ ...NOTHING, error, durationMs: durationMs() });
  // Node asks no resolver for an address, so that the agent's check does not see it.
  const host = hostOf(new URL(url));
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host))
    return failed('webhooks are not sent to this address: it is not public');
  try {
    // The limit covers the reading of the answer as well.
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await request(url, {
      method: 'POST',
      dispatcher: agent,
      signal,
      headers: { ...headers, 'content-type': 'application/json', 'user-agent': `Paydesk/${VERSION}` },
      body,
    });
    const text = await firstBytes(answer.body);
    const { statusCode: status } = answer;
    return {
      status,
      headers: keptHeaders(answer.headers),
      body: text,
      error: errorOf(status),
      durationMs: durationMs(),
    };
  } catch (error) {
    return failed(describe(error, timeoutMs));
  }
}

const NOTHING = { status: null, headers: null, body: null };

function errorOf(status: number): string | null {
  if (status >= 200 && status < 300) return null;
  return status >= 300 && status < 400
    ? `it answered ${status}: redirects are not followed`
    : `it answered ${status}`;
}

/** A larger answer is cut off, and its connection closed. NUL cannot be stored. */
async function firstBytes(body: Dispatcher.ResponseData['body']): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    // Leaving the loop destroys the stream.
    if (length >= MAX_ANSWER_BYTES) break;
  }
  return Buffer.concat(chunks).subarray(0, MAX_ANSWER_BYTES).toString('utf8').replaceAll('\0', '\uFFFD');
}

/** Cookies are the receiver's secrets. */
function keptHeaders(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name !== 'set-cookie')
      .slice(0, MAX_HEADERS_KEPT)
      .map(([name, value]) => [
        name,
        [value ?? ''].flat().join(', ').slice(0, MAX_HEADER_LENGTH).replaceAll('\0', '\uFFFD'),
      ]),
  );
}

function describe(error: unknown, timeoutMs: number): string {
  if (!(error instanceof Error)) return 'the request failed';
  if (error.name === 'TimeoutError') return `no complete answer within ${timeoutMs / 1000} seconds`;
  const code = 'code' in error && typeof error.code === 'string' ? `${error.code}: ` : '';
  return `${code}${error.message || 'the connection failed'}`.slice(0, MAX_HEADER_LENGTH);
}
