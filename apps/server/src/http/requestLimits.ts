import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { readBearer } from '../auth/bearerSecret.ts';
import type { Principal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';
import { callerNetwork } from '../base/networkAddress.ts';

/**
 * Requests in a minute to one server; apps and staff stay far below. It protects the process and must be cheap, so it
 * is counted in memory, unlike the limits that protect secrets.
 */
export const REQUESTS_PER_MINUTE = { address: 3000, apiKey: 6000, user: 600 } as const;

/** A secret that was accepted is counted by its owner for this long, then by address again until the next success. */
const KNOWN_MS = 60_000;
const MAX_KNOWN = 20_000;

type Kind = keyof typeof REQUESTS_PER_MINUTE;

interface Bucket {
  kind: Kind;
  id: string;
}

type Caller = Pick<FastifyRequest, 'headers' | 'ip'>;

/** The callers whose secrets this server has seen to be genuine. */
export interface KnownCallers {
  /** Remembers the owner of a request's `Authorization` header, which was accepted. */
  remember(request: Caller, principal: Principal): void;
  bucketOf(request: Caller): Bucket;
}

/** Limits requests, and says so in the `RateLimit-*` headers of every answer and in `Retry-After` of a refusal. */
export async function limitRequests(
  app: FastifyInstance,
  callers: KnownCallers,
  limits: Record<Kind, number> = REQUESTS_PER_MINUTE,
): Promise<void> {
  await app.register(rateLimit, {
    timeWindow: 60_000,
    enableDraftSpec: true,
    keyGenerator: (request) => {
      const { kind, id } = callers.bucketOf(request);
      return `${kind} ${id}`;
    },
    max: (request) => limits[callers.bucketOf(request).kind],
    errorResponseBuilder: (_request, { ttl }) =>
      new DomainError('RATE_LIMITED', 'too many requests in a minute: please wait', {
        retryAfterSeconds: Math.max(1, Math.ceil(ttl / 1000)),
      }),
  });
}

/**
 * An unknown secret counts against its address, so that inventing secrets gains nothing; a genuine one has a limit of
 * its own: per API key, and per user for tokens, of which an app may make many.
 */
export function knownCallers(now: () => number = Date.now): KnownCallers {
  const known = new Map<string, { bucket: Bucket; until: number }>();
  /** A request is asked about several times. */
  const hashes = new WeakMap<Caller, string | null>();

  function hashOf(request: Caller): string | null {
    const found = hashes.get(request);
    if (found !== undefined) return found;
    const { authorization } = request.headers;
    const hash = authorization === undefined ? null : (readBearer(authorization)?.hash ?? null);
    hashes.set(request, hash);
    return hash;
  }

  return {
    remember(request, principal) {
      const bucket = bucketFor(principal);
      const hash = hashOf(request);
      if (bucket === null || hash === null) return;
      known.delete(hash);
      const [oldest] = known.size >= MAX_KNOWN ? known.keys() : [];
      if (oldest !== undefined) known.delete(oldest);
      known.set(hash, { bucket, until: now() + KNOWN_MS });
    },
    bucketOf(request) {
      const hash = hashOf(request);
      const found = hash === null ? undefined : known.get(hash);
      return found !== undefined && found.until > now()
        ? found.bucket
        : { kind: 'address', id: callerNetwork(request.ip) };
    },
  };
}

function bucketFor(principal: Principal): Bucket | null {
  switch (principal.kind) {
    case 'service':
      return { kind: 'apiKey', id: principal.id };
    case 'user':
      return { kind: 'user', id: principal.userId };
    default:
      return null;
  }
}
