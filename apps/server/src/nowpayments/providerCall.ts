import type { BearerToken } from './bearerToken.ts';
import { ProviderError } from './providerError.ts';
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
  log?: { debug(facts: object, message: string): void; warn(facts: object, message: string): void };
  sleep: (ms: number) => Promise<void>;
  now: () => number;
  random: () => number;
  closed: AbortSignal;
  /** Null when no dashboard sign-in is configured. */
  bearer: BearerToken | null;
  traffic: ProviderTraffic;
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
  /** What it leaves behind may be paid money. */
  movesMoney?: boolean;
  expects?: 'json' | 'text';
  /** Something in the body that must not come out again, as an echo in an error. */
  secret?: string;
  /** Sent without the API key. */
  keyless?: boolean;
  /** `if_asked`: only after a 401 without one. */
  bearer?: 'needed' | 'if_asked';
  /** Tries in all, where the caller will ask again anyway. */
  attempts?: number;
}

/** Longest that one looks whether the provider is back. */
const probeTimeoutMs = 5000;

export interface ProviderCaller {
  /**
   * Sends one API call: turn, bearer, retries where nothing was done, log. Answers the JSON, numbers as
   * strings.
   */
  call(call: Call): Promise<unknown>;
  /**
   * While the circuit is open and a look is due, one instance looks whether the provider is back. Answers
   * whether it is.
   */
  probeIfDue(): Promise<boolean>;
}

export function createProviderCall(options: CallOptions): ProviderCaller {
  const { traffic } = options;
  const root = `${options.baseUrl.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1`;

  async function attempt(call: Call, token: string | null): Promise<unknown> {
    await enter(call.group);
    try {
      const body = await send(call, token, options.timeoutMs);
      await traffic.leave(call.group, null);
      return body;
    } catch (error) {
      if (error instanceof ProviderError) await traffic.leave(call.group, error);
      throw error;
    }
  }

  /**
   * Of all callers that an open circuit turns away, the one that finds a look due takes it, and goes on if
   * the provider is back.
   */
  async function enter(group: RequestGroup): Promise<void> {
    try {
      await traffic.enter(group);
    } catch (error) {
      if (error instanceof ProviderError && error.code === 'CIRCUIT_OPEN' && (await probeIfDue()))
        return await traffic.enter(group);
      throw error instanceof ProviderError ? error : noTurn(error);
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
      // A process that stops has seen nothing; another takes the look over.
      if (error.code !== 'CLOSED') await traffic.endProbe(error);
      return false;
    }
  }

  function noTurn(cause: unknown): ProviderError {
    options.log?.warn({ err: cause }, 'whose turn it is could not be found out');
    return new ProviderError(
      'unavailable',
      'The desk could not find out whether it may ask the payment provider.',
      { code: 'NO_TURN' },
    );
  }

  async function send(call: Call, token: string | null, timeoutMs: number): Promise<unknown> {
    const startedAt = options.now();
    const facts = { method: call.method ?? 'GET', path: call.logPath ?? call.path };
    const elapsedMs = (): number => options.now() - startedAt;
    try {
      const answer = await sendRequest(
        {
          method: facts.method,
          url:
            call.query === undefined
              ? root + call.path
              : `${root}${call.path}?${new URLSearchParams(call.query).toString()}`,
          headers: headersOf(call, options.apiKey, token),
          ...(call.body === undefined ? {} : { body: call.body }),
          isCreate: call.isCreate ?? false,
        },
        { ...options, timeoutMs },
      );
      const body = readAnswer(answer, {
        isCreate: call.isCreate ?? false,
        movesMoney: call.movesMoney ?? false,
        expects: call.expects ?? 'json',
      });
      options.log?.debug({ ...facts, status: answer.status, elapsedMs: elapsedMs() }, 'provider call');
      return body;
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error;
      const clean = withoutSecrets(error, [
        options.apiKey,
        options.ipnSecret,
        options.password,
        token,
        call.secret,
      ]);
      options.log?.warn(
        { ...facts, kind: clean.kind, code: clean.code, status: clean.httpStatus, elapsedMs: elapsedMs() },
        'provider call failed',
      );
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

  return {
    call: async (call) => {
      // Signing in happens inside other calls, whose retries are enough.
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
