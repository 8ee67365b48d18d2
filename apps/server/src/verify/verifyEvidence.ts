import type { StepUpEvidence } from '@paydesk/types';
import type { Knex } from 'knex';
import { StaffPasskey } from '../models/StaffPasskey.ts';
import { approvalChallenge } from '../stepUp/challenges.ts';
import { checkAssertion } from '../stepUp/checkAssertion.ts';

export type EvidenceVerdict = 'verified' | 'not signed' | 'forged';

/**
 * Checks stored evidence again, at any later time: whether the passkey that it names, even one that was
 * removed since, signed the action it is stored with.
 *
 * @param expected the challenge of the action, computed from the rows as they are now; for an approval, the
 *   payload hash: the evidence of a bulk approval is valid when it covers that payload
 * @returns `not signed`: verified by a code, or without a proof, which cannot be checked later; `forged`: it
 *   does not match the action
 */
export async function verifyEvidence(
  db: Knex,
  evidence: StepUpEvidence,
  expected: string,
): Promise<EvidenceVerdict> {
  if (!isFor(evidence, expected)) return 'forged';
  if (evidence.kind !== 'passkey')
    return evidence.assertion === null && evidence.passkeyId === null ? 'not signed' : 'forged';
  if (evidence.assertion === null || evidence.passkeyId === null) return 'forged';
  const passkey = await StaffPasskey.query(db).findOne({ id: evidence.passkeyId, staffId: evidence.staffId });
  if (passkey === undefined) return 'forged';
  const signed = await checkAssertion(passkey, evidence.assertion, {
    challenge: evidence.challenge,
    origin: null,
    counter: null,
  });
  return signed === null ? 'forged' : 'verified';
}

function isFor({ challenge, covers }: StepUpEvidence, expected: string): boolean {
  if (covers === null) return challenge === expected;
  return (
    covers.includes(expected) &&
    covers.every((hash) => /^[0-9a-f]{64}$/.test(hash)) &&
    approvalChallenge(covers) === challenge
  );
}
