import { createHmac, timingSafeEqual } from 'node:crypto';

/** RFC 6238 as authenticator apps implement it: SHA-1, six digits, a new code every 30 seconds. */
export const TOTP_PERIOD_SECONDS = 30;
export const TOTP_DIGITS = 6;
/** Steps by which a clock may be off in either direction; the same as in better-auth. */
const WINDOW_STEPS = 1;

/** The code of one step. `secret`: the key, or a text whose UTF-8 bytes are the key. */
export function totpCode(secret: string | Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', secret).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  const number = (digest.readUInt32BE(offset) & 0x7fffffff) % 10 ** TOTP_DIGITS;
  return String(number).padStart(TOTP_DIGITS, '0');
}

/** Number of 30-second steps since 1970. */
export function totpStep(at: Date): number {
  return Math.floor(at.getTime() / 1000 / TOTP_PERIOD_SECONDS);
}

/** The newest step around `at` with this code; null if there is none. */
export function matchingTotpStep(secret: string, code: string, at: Date): number | null {
  const now = totpStep(at);
  for (let step = now + WINDOW_STEPS; step >= now - WINDOW_STEPS; step -= 1) {
    if (sameText(totpCode(secret, step), code)) return step;
  }
  return null;
}

function sameText(expected: string, given: string): boolean {
  const [a, b] = [Buffer.from(expected), Buffer.from(given)];
  return a.length === b.length && timingSafeEqual(a, b);
}
