import { randomBytes } from 'node:crypto';
import { sha256Hex } from '../base/identifiers.ts';

/** `pk_`: the key of an internal app; `ut_`: the token of an end user. */
export type BearerPrefix = 'pk' | 'ut';

const pattern = /^(pk|ut)_[A-Za-z0-9_-]{43}$/;

/**
 * A new secret with 256 random bits, and the hash that is stored. A plain SHA-256 is enough: unlike a password
 * such a secret cannot be guessed, so hashing need not be slow.
 */
export function newBearerSecret(prefix: BearerPrefix): { secret: string; hash: string } {
  const secret = `${prefix}_${randomBytes(32).toString('base64url')}`;
  return { secret, hash: sha256Hex(secret) };
}

/** Parses an `Authorization` header; null when it holds neither an API key nor a user token. */
export function readBearer(authorization: string): { prefix: BearerPrefix; hash: string } | null {
  const [, secret = ''] = /^bearer +(\S+) *$/i.exec(authorization) ?? [];
  const prefix = pattern.exec(secret)?.[1];
  return prefix === 'pk' || prefix === 'ut' ? { prefix, hash: sha256Hex(secret) } : null;
}
