import { type Span, SpanKind } from '@opentelemetry/api';
import { inSpan, traceHeaders } from '../base/tracing.ts';
import type { BearerToken } from './bearerToken.ts';
import { ProviderError } from './providerError.ts';
import type { CallTimes } from './traffic/createCallTimes.ts';
import type { ProviderTraffic, RequestGroup } from './traffic/providerTraffic.ts';
import { readAnswer } from './readAnswer.ts';
import { sendRequest } from './sendRequest.ts';
import { withRetries } from './withRetries.ts';

interface CallOptions {
  baseUrl: string;
  apiKey: string;
  ipnSecret: string;
  password?: string | undefined;
  fetch: typeof globalThis.fetch;
  timeoutMs: number;
  attempts: number;
  log?: { debug(fields: object, message: string): void; warn(fields: object, message: string): void };
  sleep: (ms: number) => Promise<void>;
  now: () => number;
  random: () => number;
  closed: AbortSignal;
  /** Null when no sign-in is configured. */
  bearer: BearerToken | null;
  traffic: ProviderTraffic;
  callTimes?: CallTimes | undefined;
  observeCall?: ((request: { call: string; outcome: string; seconds: number }) => void) | undefined;
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
  /** A lost answer may leave something behind at the provider. */
  isCreate?: boolean;
  /** What is left behind may be paid out. */
  movesMoney?: boolean;
  expects?: 'json' | 'text';
  /** A secret in the body, to be removed from errors that echo it. */
  secret?: string;
  /** Sent without the API key. */
  keyless?: boolean;
  /** `if_asked`: only after a 401 without one. */
  bearer?: 'needed' | 'if_asked';
  /** For the whole request, where less than the client's own. */
  timeoutMs?: number;
  /** Asked directly before each attempt: false sends nothing. */
  maySend?: () => boolean;
  /** Attempts in all; fewer where the caller repeats the call anyway. */
  attempts?: number;
}

/** Longest time for a probe whether the provider is back. */
const probeTimeoutMs = 5000;

export interface ProviderCaller {
  /**
   * Sends one API call: quota, bearer token, retries where nothing was done, log. Returns the JSON, numbers
   * as strings.
   */
  call(call: Call): Promise<unknown>;
  /**
   * While the circuit is open and a probe is due, one instance probes the provider. Returns whether it is
   * back.
   */
  probeIfDue(): Promise<boolean>;
}

export function createProviderCall(options: CallOptions): ProviderCaller {
  const { traffic } = options;
  const root = `${options.baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1`;

  async function attempt(call: Call, token: string | null): Promise<unknown> {
    await acquire(call.group);
    // Nothing may be awaited between this and the request.
    if (call.maySend?.() === false)
      throw new ProviderError('unavailable', 'It is too late to send this request.', { code: 'TOO_LATE' });
    try {
      const body = await send(call, token, Math.min(call.timeoutMs ?? Infinity, options.timeoutMs));
      await traffic.recordOutcome(call.group, null);
      return body;
    } catch (error) {
      if (error instanceof ProviderError) await traffic.recordOutcome(call.group, error);
      throw error;
    }
  }

  /**
   * Of all callers that an open circuit refuses, the one that finds a probe due sends it, and continues on
   * success.
   */
  async function acquire(group: RequestGroup): Promise<void> {
    try {
      await traffic.acquire(group);
    } catch (error) {
      if (error instanceof ProviderError && error.code === 'CIRCUIT_OPEN' && (await probeIfDue()))
        return await traffic.acquire(group);
      throw error instanceof ProviderError ? error : quotaUnknown(error);
    }
  }

  async function probeIfDue(): Promise<boolean> {
    if (!(await traffic.claimProbe())) return false;
    try {
      await send(
        { group: 'read', path: '/status', keyless: true },
        null,
        Math.min(options.timeoutMs, probeTimeoutMs),
      );
      await traffic.endProbe(null);
      return true;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      // A process that is stopping has found out nothing; another one takes over the probe.
      if (error.code !== 'CLOSED') await traffic.endProbe(error);
      return false;
    }
  }

  function quotaUnknown(cause: unknown): ProviderError {
    options.log?.warn({ err: cause }, 'the quota of the provider could not be read');
    return new ProviderError('unavailable', 'The desk could not read its quota for the payment provider.', {
      code: 'QUOTA_UNKNOWN',
    });
  }

  async function send(call: Call, token: string | null, timeoutMs: number): Promise<unknown> {
    const fields = { method: call.method ?? 'GET', path: call.logPath ?? call.path };
    const attributes = { 'http.request.method': fields.method, 'url.template': fields.path };
    return await inSpan(
      `${fields.method} ${fields.path}`,
      { kind: SpanKind.CLIENT, attributes },
      async (span) => await exchange(call, { fields, token, timeoutMs, span }),
    );
  }

  async function exchange(
    call: Call,
    {
      fields,
      token,
      timeoutMs,
      span,
    }: {
      fields: { method: 'GET' | 'POST'; path: string };
      token: string | null;
      timeoutMs: number;
      span: Span | null;
    },
  ): Promise<unknown> {
    const startedAt = options.now();
    const elapsedMs = (): number => options.now() - startedAt;
    const observe = (outcome: string) =>
      options.observeCall?.({
        call: `${fields.method} ${fields.path}`,
        outcome,
        seconds: elapsedMs() / 1000,
      });
    try {
      const answer = await sendRequest(
        {
          method: fields.method,
          url:
            call.query === undefined
              ? root + call.path
              : `${root}${call.path}?${new URLSearchParams(call.query).toString()}`,
          headers: { ...headersOf(call, options.apiKey, token), ...traceHeaders(span) },
          ...(call.body === undefined ? {} : { body: call.body }),
          isCreate: call.isCreate ?? false,
        },
        { ...options, timeoutMs },
      );
      span?.setAttribute('http.response.status_code', answer.status);
      const body = readAnswer(answer, {
        isCreate: call.isCreate ?? false,
        movesMoney: call.movesMoney ?? false,
        expects: call.expects ?? 'json',
      });
      options.callTimes?.note(elapsedMs());
      observe('ok');
      options.log?.debug({ ...fields, status: answer.status, elapsedMs: elapsedMs() }, 'provider call');
      return body;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      // A refusal, and waiting for an answer in vain, took their time too; what we broke off says nothing.
      if (error.code !== 'CLOSED') {
        options.callTimes?.note(elapsedMs());
        observe(error.kind);
      }
      const clean = withoutSecrets(error, [
        options.apiKey,
        options.ipnSecret,
        options.password,
        token,
        call.secret,
      ]);
      options.log?.warn(
        { ...fields, kind: clean.kind, code: clean.code, status: clean.httpStatus, elapsedMs: elapsedMs() },
        'provider call failed',
      );
      throw clean;
    }
  }

  /** After a 401 signs in again and repeats the call once: the provider has done nothing. */
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

  return {
    call: async (call) => {
      // A sign-in is part of another call, which has its own retries.
      const attempts = call.group === 'auth' ? 1 : (call.attempts ?? options.attempts);
      return await withRetries(async () => await attemptSignedIn(call), { ...options, attempts });
    },
    probeIfDue,
  };
}

async function bearerOf({ bearer }: CallOptions): Promise<string> {
  const token = await bearer?.get();
  if (token) return token;
  const code = bearer === null ? 'NO_SIGN_IN' : 'NO_TOKEN';
  throw new ProviderError('unauthorized', 'This needs the provider account’s e-mail and password.', { code });
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
  const clean = (text: string): string =>
    known.reduce((rest, secret) => rest.replaceAll(secret, '***'), text);
  const message = clean(error.message);
  const code = error.code === null ? null : clean(error.code).slice(0, 80);
  if (message === error.message && code === error.code) return error;
  const { httpStatus, retryAfterMs, requestId } = error;
  return new ProviderError(error.kind, message, { code, httpStatus, retryAfterMs, requestId });
}
