import { createHmac } from 'node:crypto';
import { base32nopad } from '@scure/base';

const STEP_MS = 30_000;
/** How many steps a clock may be off, either way. */
const WINDOW_STEPS = 1;

/**
 * The six digits of RFC 6238 (SHA-1, 30 s) for one step. The secret is base32, as authenticator apps take it.
 */
export const codeAt = (secret: string, step: number): string => {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', base32nopad.decode(secret.toUpperCase().replace(/[\s=]/g, '')))
    .update(counter)
    .digest();
  const number = digest.readUInt32BE((digest[19] as number) & 0x0f) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
};

/** The newest step around `atMs` that has this code, or null. */
export const matchingStep = (secret: string, code: string, atMs: number): number | null => {
  const now = Math.floor(atMs / STEP_MS);
  for (let step = now + WINDOW_STEPS; step >= now - WINDOW_STEPS; step -= 1)
    if (codeAt(secret, step) === code) return step;
  return null;
};
