import { readFileSync } from 'node:fs';
import { DomainError } from '../base/domainError.ts';
import { FILES } from '../base/files.ts';
import { sha256Hex } from '../base/identifiers.ts';

/** Words that many people would choose for this desk. The account's own name and address are added. */
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

/** Characters that must remain without those words: the usual minimum length of a password. */
const MIN_REMAINING_LENGTH = 8;
const MIN_REMAINING_CHARACTERS = 4;

/**
 * Refuses a password that is one of the most common ones, or that consists of words that are easy to guess.
 * Character classes do not matter. The length is checked by the input schemas.
 *
 * @param words of the account: e-mail address, name
 * @throws DomainError `INVALID_INPUT`
 */
export function requireStrongPassword(password: string, words: readonly string[] = []): void {
  const text = password.toLowerCase();
  if (commonPasswords.has(sha256Hex(text).slice(0, HASH_DIGITS)))
    throw new DomainError(
      'INVALID_INPUT',
      'This password is one of the most common ones: please choose another',
    );
  const accountTerms = words
    .flatMap((word) => word.toLowerCase().split(/[^\p{L}\p{N}]+/u))
    .filter((word) => word.length >= 3);
  let rest = text;
  for (const word of [...CONTEXT_WORDS, ...accountTerms]) rest = rest.replaceAll(word, '');
  // A rest such as "aaaaaaaa" or "12121212" is as weak as no rest.
  if (rest.length < MIN_REMAINING_LENGTH || new Set(rest).size < MIN_REMAINING_CHARACTERS)
    throw new DomainError(
      'INVALID_INPUT',
      'This password consists of words that are easy to guess: please choose another',
    );
}

/** Digits of a hash in the list: five bytes. */
const HASH_DIGITS = 10;

/**
 * The 8,000 most common passwords that are long enough to be accepted: the first 5,000 with 12 characters or
 * more and the first 3,000 with 10 or 11, in lower case, of the public list of ten million passwords (Mark
 * Burnett, 2015). Stored as the start of their SHA-256, one a line.
 */
const commonPasswords: ReadonlySet<string> = new Set(
  readFileSync(FILES.commonPasswords, 'utf8').trimEnd().split('\n'),
);
