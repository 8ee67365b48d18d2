import type { AppRouter } from '@paydesk/server/router';
import { createTRPCClient, httpBatchLink, httpLink, splitLink, type TRPCClient } from '@trpc/client';
import { errorLink } from './errorLink.ts';
import { retrySafely } from './retrySafely.ts';

/** The user token, or a function that returns one, for instance from your own server. */
type TokenSource = string | (() => string | Promise<string>);

export type PaydeskClientOptions = {
  /** The desk's address, such as `https://desk.example.com`; `/trpc` is added. */
  url: string;
  /** Used instead of the global `fetch`. */
  fetch?: typeof fetch;
  /** Longest time of one attempt in milliseconds; 15,000 by default. */
  timeoutMs?: number;
  /**
   * Further attempts after a transient failure; 2 by default, 0 for none. Never for a mutation without an
   * `idempotencyKey`.
   */
  retries?: number;
} & (
  | { /** `pk_…`, for your servers. Never use it in a browser. */ apiKey: string; userToken?: never }
  | { /** `ut_…`, for one end user's browser or phone. */ userToken: TokenSource; apiKey?: never }
);

/**
 * All procedures of the desk, as `client.<router>.<procedure>.query(…)` or `.mutate(…)`. Calls reject with
 * `PaydeskError`.
 */
export type PaydeskClient = TRPCClient<AppRouter>;

/** Proxies may reject longer URLs. */
const MAX_URL_LENGTH = 4_000;
const MAX_BATCH = 20;

/**
 * A typed client of one desk. Queries made at the same time are sent in one request, mutations each in their
 * own. It keeps no connection: there is nothing to close.
 */
export function createPaydeskClient(options: PaydeskClientOptions): PaydeskClient {
  const { timeoutMs = 15_000, retries = 2 } = options;
  const http = {
    url: `${options.url.replace(/\/+$/, '')}/trpc`,
    headers: async () => ({ authorization: `Bearer ${await secretOf(options)}` }),
    fetch: fetchWithin(timeoutMs, options.fetch ?? globalThis.fetch),
  };
  return createTRPCClient<AppRouter>({
    links: [
      retrySafely(retries),
      errorLink,
      splitLink({
        condition: ({ type }) => type === 'query',
        true: httpBatchLink({ ...http, maxURLLength: MAX_URL_LENGTH, maxItems: MAX_BATCH }),
        false: httpLink(http),
      }),
    ],
  });
}

async function secretOf({ apiKey, userToken }: PaydeskClientOptions): Promise<string> {
  if (apiKey !== undefined) return apiKey;
  return typeof userToken === 'function' ? await userToken() : (userToken ?? '');
}

/** The time limit includes reading the body. */
function fetchWithin(timeoutMs: number, send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const limit = AbortSignal.timeout(timeoutMs);
    return await send(input, {
      ...init,
      signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit,
    });
  };
}
