import { isObject, readText } from './readField.ts';

interface BearerOptions {
  /** Signs in and answers the raw `/auth` body. */
  signIn: () => Promise<unknown>;
  now: () => number;
}

/** The short-lived token that listing payments needs (facts 1.3). */
export interface BearerToken {
  /**
   * A token good for at least 30 s more. Callers at the same time share one sign-in. Null when the answer has
   * none.
   */
  get(): Promise<string | null>;
  /** Forgets a token that the provider refused; a newer one is kept. */
  forget(token: string): void;
}

const refreshEarlyMs = 30_000;
/** Used when the token does not say: the documented five minutes less one. */
const fallbackLifetimeMs = 240_000;

/**
 * Caches the bearer token. Its lifetime is counted on our clock from its arrival, so that a wrong clock does
 * no harm.
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
