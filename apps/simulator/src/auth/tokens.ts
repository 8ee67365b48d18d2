import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ProviderError } from '../errors/providerError.ts';

const LIFETIME_S = 300;

export type Tokens = {
  issue(): string;
  /** Throws 401 AUTH_REQUIRED unless the header has a valid token that has not expired. */
  require(authorization: string | undefined): void;
};

/**
 * Five-minute HS256 bearer tokens, timed by the virtual clock. A restart invalidates them, which
 * clients must expect anyway.
 */
export const createTokens = (nowMs: () => number): Tokens => {
  const key = randomBytes(32);
  const sign = (text: string): string => createHmac('sha256', key).update(text).digest('base64url');
  const header = encode({ alg: 'HS256', typ: 'JWT' });

  return {
    issue: () => {
      const issuedAt = Math.floor(nowMs() / 1000);
      const unsigned = `${header}.${encode({ id: '5826259115', iat: issuedAt, exp: issuedAt + LIFETIME_S })}`;
      return `${unsigned}.${sign(unsigned)}`;
    },
    require: (authorization) => {
      if (!authorization) throw refused('Authorization header is empty (Bearer JWTtoken is required)');
      const [head, payload, signature] = authorization.replace(/^Bearer\s+/i, '').split('.');
      if (!head || !payload || !signature || !same(signature, sign(`${head}.${payload}`)))
        throw refused('Bearer JWTtoken is invalid');
      const { exp } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { exp: number };
      if (nowMs() >= exp * 1000) throw refused('Bearer JWTtoken is expired');
    },
  };
};

const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');
const refused = (message: string): ProviderError => new ProviderError(401, 'AUTH_REQUIRED', message);
const same = (a: string, b: string): boolean =>
  a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));
