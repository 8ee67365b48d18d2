import { randomBytes } from 'node:crypto';
import { sha256Hex } from '../base/identifiers.ts';

/** `pk_` opens the door to an internal app, `ut_` to an end user. */
export type BearerPrefix = 'pk' | 'ut';

const form = /^(pk|ut)_[A-Za-z0-9_-]{43}$/;

/**
 * A new secret with 256 random bits, and the hash that is kept of it. A plain SHA-256 is enough: unlike a
 * password, such a secret cannot be guessed, so there is nothing to slow down.
 */
export function newBearerSecret(prefix: BearerPrefix): { secret: string; hash: string } {
  const secret = `${prefix}_${randomBytes(32).toString('base64url')}`;
  return { secret, hash: sha256Hex(secret) };
}

/** Reads the value of an `Authorization` header; null when it is not of our form, whatever else it may be. */
export function readBearer(authorization: string): { prefix: BearerPrefix; hash: string } | null {
  const [, secret = ''] = /^bearer +(\S+) *$/i.exec(authorization) ?? [];
  const prefix = form.exec(secret)?.[1];
  return prefix === 'pk' || prefix === 'ut' ? { prefix, hash: sha256Hex(secret) } : null;
}
