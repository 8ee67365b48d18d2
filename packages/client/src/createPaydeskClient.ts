import { createTRPCUntypedClient, httpBatchLink, httpLink, splitLink } from '@trpc/client';
import type { AnyRouter } from '@trpc/server';
import { type EventPage, follow, type FollowOptions } from './events/follow.ts';
import { type OpenStream, streamOf } from './events/openStream.ts';
import type { PaydeskEvent } from './events/paydeskEvent.ts';
import type { Procedures } from './generated/procedures.ts';
import { iterate } from './iterate.ts';
import type { CallOptions, Page } from './procedure.ts';
import { retrySafely } from './retrySafely.ts';
import { toPaydeskError } from './toPaydeskError.ts';

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
 * The procedures that apps and end users may call, as `client.<router>.<procedure>.query(…)` or `.mutate(…)`. Calls
 * reject with `PaydeskError`.
 */
export type PaydeskClient = Procedures & {
  events: {
    /**
     * The desk's events as they come, from the one behind `after`, in order and through restarts of the desk. Needs
     * the scope `events.read`; a user token gets its own user's events.
     */
    follow(options?: FollowOptions): AsyncGenerator<PaydeskEvent, void, undefined>;
  };
};

/** Proxies may reject longer URLs. */
const MAX_URL_LENGTH = 4_000;
const MAX_BATCH = 20;

/**
 * A typed client of one desk. Queries made at the same time are sent in one request, mutations each in their
 * own. It keeps no connection: there is nothing to close.
 */
export function createPaydeskClient(options: PaydeskClientOptions): PaydeskClient {
  const { timeoutMs = 15_000, retries = 2 } = options;
  const url = options.url.replace(/\/+$/, '');
  const send = options.fetch ?? globalThis.fetch;
  const headers = async () => ({ authorization: `Bearer ${await secretOf(options)}` });
  const http = { url: `${url}/trpc`, headers, fetch: fetchWithin(timeoutMs, send) };
  const trpc = createTRPCUntypedClient<AnyRouter>({
    links: [
      retrySafely(retries),
      splitLink({
        condition: ({ type }) => type === 'query',
        true: httpBatchLink({ ...http, maxURLLength: MAX_URL_LENGTH, maxItems: MAX_BATCH }),
        false: httpLink(http),
      }),
    ],
  });
  const openStream = streamOf({ url, headers, timeoutMs, fetch: send });
  return clientOf(async (kind, path, input, callOptions) => {
    const call =
      kind === 'query' ? trpc.query(path, input, callOptions) : trpc.mutation(path, input, callOptions);
    return await call.catch((error: unknown) => {
      throw toPaydeskError(error);
    });
  }, openStream);
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

type Call = (
  kind: 'query' | 'mutation',
  path: string,
  input?: unknown,
  options?: CallOptions,
) => Promise<unknown>;

/** Any name is a procedure: a client works with a newer desk, and needs no list of names at run time. */
function clientOf(call: Call, openStream: OpenStream): PaydeskClient {
  const client = byName((router) =>
    byName((name) =>
      router === 'events' && name === 'follow' ? followOf(call, openStream) : memberOf(call, router, name),
    ),
  );
  return client as PaydeskClient;
}

function memberOf(call: Call, router: string, name: string): unknown {
  const query = (procedure: string) => async (input?: unknown, options?: CallOptions) =>
    await call('query', `${router}.${procedure}`, input, options);
  if (name === 'iterate') {
    const list = query('list') as (input: object) => Promise<Page<unknown>>;
    return (input?: object, options?: CallOptions) => iterate(list, input, options);
  }
  return {
    query: query(name),
    mutate: async (input?: unknown, options?: CallOptions) =>
      await call('mutation', `${router}.${name}`, input, options),
  };
}

function followOf(call: Call, openStream: OpenStream): PaydeskClient['events']['follow'] {
  const list = async (input: object, options: CallOptions) =>
    (await call('query', 'events.list', input, options)) as EventPage;
  return (options) => follow(list, options, openStream);
}

/** An object whose members are made when they are read. It is no promise, so `then` is not one of them. */
function byName(member: (name: string) => unknown): object {
  return new Proxy(
    {},
    { get: (_target, name) => (typeof name === 'string' && name !== 'then' ? member(name) : undefined) },
  );
}
