import type { StaffAction } from '@paydesk/types';
import { canonicalJson } from '../base/canonicalJson.ts';
import { sha256Hex } from '../base/identifiers.ts';

/**
 * What a passkey signs when somebody does something: 32 bytes as lowercase hex, computed from the deed alone.
 * Each begins with a word of its own, so that a signature for one deed is worth nothing for another.
 */

/** Approving: the payload's hash itself; of several, the hash of all, in whatever order they were chosen. */
export function approvalChallenge(payloadHashes: readonly string[]): string {
  const hashes = [...new Set(payloadHashes)].toSorted();
  const [first] = hashes;
  if (first === undefined) throw new Error('an approval is of one withdrawal at least');
  if (!hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash)))
    throw new Error('a payload hash is a SHA-256 in lowercase hex');
  return hashes.length === 1 ? first : sha256Hex(`approve\n${hashes.join('\n')}`);
}

/**
 * Recording that a withdrawal was paid by this transaction. `cryptoAmount`: a decimal string, or null where
 * none is given.
 */
export const completionChallenge = (
  payloadHash: string,
  transactionHash: string,
  cryptoAmount: string | null,
): string => sha256Hex(canonicalJson(['complete', payloadHash, transactionHash, cryptoAmount]));

/**
 * Handing a withdrawal to the provider to be paid. `attempt` counts from 1: after a failed payout the next
 * one needs another signature.
 */
export const payOutChallenge = (payloadHash: string, attempt = 1): string =>
  sha256Hex(canonicalJson(['payOut', payloadHash, attempt]));

/** Publishing a policy in place of version `baseVersion`. */
export const policyChallenge = (baseVersion: number, rules: unknown): string =>
  sha256Hex(canonicalJson(['policy', baseVersion, rules]));

/** Letting somebody in, or further in. `proofs` makes each challenge good once. */
export const staffChallenge = (deed: StaffAction, staffId: string, subject: string, proofs: string): string =>
  sha256Hex(canonicalJson(['staff', deed, staffId, subject, proofs]));

/**
 * Changing one's own second factors. Such a deed can come again, so `proofs`, the number of right proofs that
 * the person ever gave, makes each challenge good once.
 */
export const securityChallenge = (
  deed: 'addPasskey' | 'removePasskey' | 'newRecoveryCodes' | 'enableTotp' | 'disableTotp',
  staffId: string,
  subject: string,
  proofs: string,
): string => sha256Hex(canonicalJson(['security', deed, staffId, subject, proofs]));
