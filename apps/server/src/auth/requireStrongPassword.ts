import { createHash } from 'node:crypto';
import { DomainError } from '../base/domainError.ts';
import { COMMON_PASSWORD_BYTES, COMMON_PASSWORDS } from './commonPasswords.ts';

/**
 * Words that say nothing about the person who chose them, because everybody would think of them here. The
 * account's own name and address are added.
 */
const CONTEXT_WORDS = [
  'paydesk',
  'nowpayments',
  'payments',
  'withdrawal',
  'deposit',
  'bitcoin',
  'crypto',
  'admin',
  'operator',
  'approver',
  'viewer',
  'password',
];

/**
 * What must be left when those words are taken out, as many characters as a password may have at least
 * elsewhere.
 */
const LEFT = 8;

/**
 * Refuses a password that is among the most common ones of its length, or is made of words that suggest
 * themselves. Which characters it is made of makes no difference. Its length is checked where it comes in.
 *
 * @param words of the account: e-mail, name
 * @throws DomainError `INVALID_INPUT`
 */
export function requireStrongPassword(password: string, words: readonly string[] = []): void {
  const text = password.toLowerCase();
  if (isCommon(text))
    throw new DomainError(
      'INVALID_INPUT',
      'This password is one of the most common ones: please choose another',
    );
  const own = words
    .flatMap((word) => word.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 3);
  let left = text;
  for (const word of [...CONTEXT_WORDS, ...own]) left = left.replaceAll(word, '');
  // "aaaaaaaa" and "12121212" are as good as nothing left.
  if (left.length < LEFT || new Set(left).size < 4) {
    throw new DomainError(
      'INVALID_INPUT',
      'This password is made of words that suggest themselves here: please choose another',
    );
  }
}

const sorted = Buffer.from(COMMON_PASSWORDS, 'base64');

function isCommon(text: string): boolean {
  const wanted = createHash('sha256').update(text).digest().subarray(0, COMMON_PASSWORD_BYTES);
  let [low, high] = [0, sorted.length / COMMON_PASSWORD_BYTES - 1];
  while (low <= high) {
    const middle = (low + high) >> 1;
    const order = sorted.compare(
      wanted,
      0,
      COMMON_PASSWORD_BYTES,
      middle * COMMON_PASSWORD_BYTES,
      (middle + 1) * COMMON_PASSWORD_BYTES,
    );
    if (order === 0) return true;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}
