import { parseExactJson } from './exactJson.ts';
import { ProviderError } from './providerError.ts';
import type { ProviderErrorKind } from './providerError.ts';
import { isDeeperThan, isObject, readText } from './readField.ts';

/** One HTTP answer, body read. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
}

/** How to read an answer. */
interface Expectation {
  /** Whether a lost answer may leave something behind. */
  isCreate: boolean;
  /** Whether what is left behind may be paid out: then the error page of a proxy decides nothing. */
  movesMoney?: boolean;
  /** Some good answers are plain text. */
  expects?: 'json' | 'text';
}

/**
 * The JSON of a good answer; otherwise throws the ProviderError for it. Error pages of the provider's proxy
 * are HTML (429, some 403 and 5xx), so JSON is never assumed.
 */
export function readAnswer(
  answer: Answer,
  { isCreate, movesMoney = false, expects = 'json' }: Expectation,
): unknown {
  const body = parseBody(answer.text);
  const isGood = answer.status >= 200 && answer.status < 300;
  if (isGood && expects === 'text') return answer.text;
  if (isGood && body !== undefined) return body;
  const envelope = isObject(body) ? body : null;
  const kind = isGood ? lost(isCreate) : kindOf(answer.status, envelope, { isCreate, movesMoney });
  throw new ProviderError(kind, messageOf(answer.status, envelope), {
    code: envelope === null ? 'NOT_JSON' : readText(envelope['code']),
    httpStatus: answer.status,
    retryAfterMs: retryAfterMs(answer.headers),
    requestId: answer.headers.get('x-request-id') ?? answer.headers.get('cf-ray'),
  });
}

/** Answers are a few levels deep; PostgreSQL cannot store one of thousands. */
const MAX_DEPTH = 32;

function parseBody(text: string): unknown {
  try {
    const body = parseExactJson(text);
    return isDeeperThan(body, MAX_DEPTH) ? undefined : body;
  } catch {
    return undefined;
  }
}

function kindOf(
  status: number,
  envelope: Record<string, unknown> | null,
  { isCreate, movesMoney }: Expectation,
): ProviderErrorKind {
  if (status === 429) return 'rate_limited';
  // The rate limiter also answers 403, but with a page: a refused key is answered with JSON.
  if (status === 403) return envelope === null ? 'rate_limited' : 'unauthorized';
  if (status === 401) return 'unauthorized';
  if (status >= 500 || status === 408) return lost(isCreate);
  // A page with any other status is from a proxy in front of the provider, which has done nothing.
  if (status < 400 || envelope === null) return lost(isCreate && movesMoney === true);
  if (status === 404 || envelope['code'] === 'NOT_FOUND') return 'not_found';
  return 'rejected';
}

function lost(isCreate: boolean): ProviderErrorKind {
  return isCreate ? 'ambiguous' : 'unavailable';
}

function messageOf(status: number, envelope: Record<string, unknown> | null): string {
  const text = envelope === null ? null : (readText(envelope['message']) ?? readText(envelope['error']));
  const start = `The payment provider answered ${status}`;
  return text === null ? `${start}.` : `${start}: ${text.replace(/\p{Cc}+/gu, ' ').slice(0, 200)}`;
}

/** Retry-After in seconds or as a date; the provider sends none today. */
function retryAfterMs(headers: Headers): number | null {
  const value = headers.get('retry-after');
  if (value === null) return null;
  const ms = /^\d{1,6}$/.test(value.trim()) ? Number(value) * 1000 : Date.parse(value) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(ms, 0);
}
