import { trimAmount, type StaffAction } from '@paydesk/types';
import { canonicalJson } from '../base/canonicalJson.ts';
import { sha256Hex } from '../base/identifiers.ts';

/**
 * What a passkey signs for an action: 32 bytes as lowercase hex, computed from the action alone. Each kind of
 * action has its own prefix, so that a signature for one action is worthless for another.
 */

/** Approving: the payload hash itself; for several withdrawals the hash of all, in any order. */
export function approvalChallenge(payloadHashes: readonly string[]): string {
  const hashes = [...new Set(payloadHashes)].toSorted();
  const [first] = hashes;
  if (first === undefined) throw new Error('an approval needs at least one withdrawal');
  if (!hashes.every((hash) => /^[0-9a-f]{64}$/.test(hash)))
    throw new Error('a payload hash is a SHA-256 in lowercase hex');
  return hashes.length === 1 ? first : sha256Hex(`approve\n${hashes.join('\n')}`);
}

/**
 * Recording that this transaction paid a withdrawal. `cryptoAmount`: a decimal string, or null when it was not
 * given.
 */
export const completionChallenge = (
  payloadHash: string,
  transactionHash: string,
  cryptoAmount: string | null,
): string => sha256Hex(canonicalJson(['complete', payloadHash, transactionHash, cryptoAmount]));

/**
 * Ordering a payout of this amount at the provider. `attempt` counts from 1: after a failed payout the next one needs
 * another signature.
 */
export const payOutChallenge = (
  { payloadHash, cryptoAmount }: { payloadHash: string; cryptoAmount: string | null },
  attempt = 1,
): string =>
  sha256Hex(
    canonicalJson(['payOut', payloadHash, cryptoAmount === null ? null : trimAmount(cryptoAmount), attempt]),
  );

/** As `payOutChallenge`, of orders from before the amount was in it. */
export const formerPayOutChallenge = (payloadHash: string, attempt: number): string =>
  sha256Hex(canonicalJson(['payOut', payloadHash, attempt]));

/** Publishing a policy that replaces version `baseVersion`. */
export const policyChallenge = (baseVersion: number, rules: unknown): string =>
  sha256Hex(canonicalJson(['policy', baseVersion, rules]));

/** Giving someone access, or more of it. `proofs`: see securityChallenge. */
export const staffChallenge = (
  action: StaffAction,
  staffId: string,
  subject: string,
  proofs: string,
): string => sha256Hex(canonicalJson(['staff', action, staffId, subject, proofs]));

/**
 * Changing one's own second factors. The same change can be made again, so `proofs`, the number of correct
 * proofs that the person has ever given, makes each challenge valid once.
 */
export const securityChallenge = (
  action: 'addPasskey' | 'removePasskey' | 'newRecoveryCodes' | 'enableTotp' | 'disableTotp',
  staffId: string,
  subject: string,
  proofs: string,
): string => sha256Hex(canonicalJson(['security', action, staffId, subject, proofs]));

/** What an action asks for: the path of its procedure, and the input as it is sent, without `proof`. */
export interface PlainAction {
  action: string;
  input: unknown;
}

/** Every action without a challenge of its own. `proofs`: see securityChallenge. */
export const actionChallenge = ({ action, input }: PlainAction, staffId: string, proofs: string): string =>
  sha256Hex(canonicalJson(['action', action, staffId, withoutProof(input), proofs]));

/** The input of an action without the second factor that came with it. */
export function withoutProof(input: unknown): unknown {
  if (input === null || typeof input !== 'object' || Array.isArray(input)) return input ?? null;
  const { proof: _proof, ...rest } = input as Record<string, unknown>;
  return rest;
}

/** Deciding about a change request. Its payload hash contains its id, so a signature is valid for one request. */
export const changeChallenge = (decision: 'approve' | 'reject', payloadHash: string): string =>
  sha256Hex(canonicalJson(['changeRequest', decision, payloadHash]));
