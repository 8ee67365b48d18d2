import type { BearerToken } from './bearerToken.ts';
import { ProviderError } from './providerError.ts';
import { readAnswer } from './readAnswer.ts';
import { sendRequest } from './sendRequest.ts';
import { createTokenBucket } from './tokenBucket.ts';
import type { TokenBucket } from './tokenBucket.ts';
import { withRetries } from './withRetries.ts';

/** Requests that share a budget. */
export type RequestGroup = 'create' | 'estimate' | 'read' | 'list' | 'auth';

/** Under the provider's published 3/s for creates and 7/s for estimates (facts 1.4); the others are unpublished. */
const budgets: Record<RequestGroup, { perSecond: number; burst: number }> = {
  create: { perSecond: 2, burst: 2 },
  estimate: { perSecond: 5, burst: 5 },
  read: { perSecond: 5, burst: 10 },
  list: { perSecond: 2, burst: 4 },
  auth: { perSecond: 1, burst: 3 },
};

/** Longest time that a request queues for its budget before it is refused. */
const maximumQueueMs = 20_000;

interface CallOptions {
  baseUrl: string;
  apiKey: string;
  ipnSecret: string;
  password?: string | undefined;
  fetch: typeof globalThis.fetch;
  timeoutMs: number;
  attempts: number;
  log?: { debug(facts: object, message: string): void; warn(facts: object, message: string): void };
  sleep: (ms: number) => Promise<void>;
  now: () => number;
  random: () => number;
  closed: AbortSignal;
  /** Null when no dashboard sign-in is configured. */
  bearer: BearerToken | null;
  requestsPerSecond?: Partial<Record<RequestGroup, number>>;
}

interface Call {
  group: RequestGroup;
  method?: 'GET' | 'POST';
  /** Below `/v1`. */
  path: string;
  /** The path as it may be logged, where it holds an id. */
  logPath?: string;
  query?: Record<string, string>;
  body?: string;
  /** A lost answer may leave something behind. */
  isCreate?: boolean;
  /** Sent without the API key. */
  keyless?: boolean;
  /** `if_asked`: only after a 401 without one. */
  bearer?: 'needed' | 'if_asked';
}

/** Sends one API call: budget, bearer, retries where nothing was done, log. Answers the JSON, numbers as strings. */
export type ProviderCall = (call: Call) => Promise<unknown>;

export function createProviderCall(options: CallOptions): ProviderCall {
  const root = `${options.baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1`;
  const buckets = createBuckets(options);

  async function attempt(call: Call, token: string | null): Promise<unknown> {
    await buckets[call.group]();
    const startedAt = options.now();
    const facts = { method: call.method ?? 'GET', path: call.logPath ?? call.path };
    const elapsedMs = (): number => options.now() - startedAt;
    try {
      const answer = await sendRequest(
        {
          method: facts.method,
          url: call.query === undefined ? root + call.path : `${root}${call.path}?${new URLSearchParams(call.query).toString()}`,
          headers: headersOf(call, options.apiKey, token),
          ...(call.body === undefined ? {} : { body: call.body }),
          isCreate: call.isCreate ?? false,
        },
        options,
      );
      const body = readAnswer(answer, call.isCreate ?? false);
      options.log?.debug({ ...facts, status: answer.status, elapsedMs: elapsedMs() }, 'provider call');
      return body;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const clean = withoutSecrets(error, [options.apiKey, options.ipnSecret, options.password, token]);
      options.log?.warn({ ...facts, kind: clean.kind, code: clean.code, status: clean.httpStatus, elapsedMs: elapsedMs() }, 'provider call failed');
      throw clean;
    }
  }

  /** A 401 costs one new sign-in and one replay: the provider looked at nothing else. */
  async function attemptSignedIn(call: Call): Promise<unknown> {
    const token = call.bearer === 'needed' ? await bearerOf(options) : null;
    try {
      return await attempt(call, token);
    } catch (error) {
      const isRefused = error instanceof ProviderError && error.httpStatus === 401;
      if (!isRefused || call.bearer === undefined || options.bearer === null) throw error;
      if (token !== null) options.bearer.forget(token);
      return await attempt(call, await bearerOf(options));
    }
  }

  // Signing in happens inside other calls, whose retries are enough.
  return async (call) => await withRetries(async () => await attemptSignedIn(call), call.group === 'auth' ? { ...options, attempts: 1 } : options);
}

function createBuckets({ baseUrl, requestsPerSecond, now, sleep }: CallOptions): Record<RequestGroup, TokenBucket> {
  const isLoopback = ['localhost', '127.0.0.1', '[::1]'].includes(new URL(baseUrl).hostname);
  const bucket = (group: RequestGroup): TokenBucket =>
    createTokenBucket({
      perSecond: requestsPerSecond?.[group] ?? (isLoopback ? Infinity : budgets[group].perSecond),
      burst: budgets[group].burst,
      maximumWaitMs: maximumQueueMs,
      now,
      sleep,
    });
  return { create: bucket('create'), estimate: bucket('estimate'), read: bucket('read'), list: bucket('list'), auth: bucket('auth') };
}

async function bearerOf({ bearer }: CallOptions): Promise<string> {
  const token = await bearer?.get();
  if (token) return token;
  const code = bearer === null ? 'NO_SIGN_IN' : 'NO_TOKEN';
  throw new ProviderError('unauthorized', 'Listing payments needs the provider account’s e-mail and password.', { code });
}

function headersOf(call: Call, apiKey: string, token: string | null): Record<string, string> {
  return {
    accept: 'application/json',
    'user-agent': 'paydesk',
    ...(call.body === undefined ? {} : { 'content-type': 'application/json' }),
    ...(call.keyless ? {} : { 'x-api-key': apiKey }),
    ...(token === null ? {} : { authorization: `Bearer ${token}` }),
  };
}

/** A provider or proxy may echo what it was sent. */
function withoutSecrets(error: ProviderError, secrets: (string | null | undefined)[]): ProviderError {
  const known = secrets.filter((secret): secret is string => Boolean(secret));
  const clean = (text: string): string => known.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  const message = clean(error.message);
  const code = error.code === null ? null : clean(error.code).slice(0, 80);
  if (message === error.message && code === error.code) return error;
  const { httpStatus, retryAfterMs, requestId } = error;
  return new ProviderError(error.kind, message, { code, httpStatus, retryAfterMs, requestId });
}
