import { isObject, readText } from './readField.ts';

interface BearerOptions {
  /** Signs in and returns the raw body of `/auth`. */
  signIn: () => Promise<unknown>;
  now: () => number;
}

/**
 * The short-lived token of a signed-in account, which listing payments and payouts need beside the API key.
 */
export interface BearerToken {
  /**
   * A token that is valid for at least 30 s more. Concurrent callers share one sign-in. Null when the answer
   * has no token.
   */
  get(): Promise<string | null>;
  /** Drops a token that the provider refused; a newer one stays. */
  forget(token: string): void;
}

const refreshEarlyMs = 30_000;
/** For a token without an expiry: the documented five minutes less one. */
const fallbackLifetimeMs = 240_000;

/**
 * Caches the bearer token. Its lifetime counts from its arrival on our clock, so a wrong clock does no harm.
 */
export function createBearerToken({ signIn, now }: BearerOptions): BearerToken {
  let current: { token: string; refreshAt: number } | null = null;
  let inFlight: Promise<string | null> | null = null;

  async function renew(): Promise<string | null> {
    const body = await signIn();
    const token = isObject(body) ? readText(body['token']) : null;
    current = token === null ? null : { token, refreshAt: now() + lifetimeMs(token) - refreshEarlyMs };
    return token;
  }

  return {
    async get() {
      if (current !== null && now() < current.refreshAt) return current.token;
      inFlight ??= renew().finally(() => {
        inFlight = null;
      });
      return await inFlight;
    },
    forget(token) {
      if (current?.token === token) current = null;
    },
  };
}

/** `exp − iat` of a JWT; both are seconds. */
function lifetimeMs(token: string): number {
  try {
    const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8'));
    const { exp, iat } = isObject(payload) ? payload : {};
    return typeof exp === 'number' && typeof iat === 'number' && exp > iat
      ? (exp - iat) * 1000
      : fallbackLifetimeMs;
  } catch {
    return fallbackLifetimeMs;
  }
}
