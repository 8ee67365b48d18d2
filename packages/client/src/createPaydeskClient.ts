import type { AppRouter } from '@paydesk/server/router';
import { createTRPCClient, httpBatchLink, httpLink, splitLink, type TRPCClient } from '@trpc/client';
import { failureLink } from './failureLink.ts';

/** Makes the user token to send, for instance by asking your own server for a fresh one. */
type TokenSource = string | (() => string | Promise<string>);

export type PaydeskClientOptions = {
  /** Where the desk is, such as `https://desk.example.com`; `/trpc` is added. */
  url: string;
  /** Stands in for the global `fetch`. */
  fetch?: typeof fetch;
  /** Milliseconds that one attempt may take; 15,000 unless told. */
  timeoutMs?: number;
  /**
   * Further attempts after a failure that may pass; 2 unless told, 0 for none. Never for a mutation without
   * an `idempotencyKey`.
   */
  retries?: number;
} & (
  | { /** `pk_…`, for a server of yours. It never belongs in a browser. */ apiKey: string; userToken?: never }
  | { /** `ut_…`, for one end user's browser or phone. */ userToken: TokenSource; apiKey?: never }
);

/**
 * All procedures of the desk, as `client.<router>.<procedure>.query(…)` or `.mutate(…)`. Calls reject with
 * `PaydeskError`.
 */
export type PaydeskClient = TRPCClient<AppRouter>;

/** URLs longer than this may be cut by a proxy. */
const MAX_URL_LENGTH = 4_000;
const MAX_BATCH = 20;

/**
 * A typed client of one desk. Queries of the same moment travel together; mutations travel alone. Holds no
 * connection: there is nothing to close.
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
      failureLink({ retries }),
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

/** The time limit ends the reading of the body too. */
function fetchWithin(timeoutMs: number, send: typeof fetch): typeof fetch {
  return async (input, init) => {
    const limit = AbortSignal.timeout(timeoutMs);
    return await send(input, {
      ...init,
      signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit,
    });
  };
}
