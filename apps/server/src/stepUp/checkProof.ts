import type { StepUpEvidence, StepUpProof } from '@paydesk/types';
import type { Knex } from 'knex';
import { consumeTotpCode, type DecryptionKey } from '../auth/oneTimeCodes.ts';
import { consumeRecoveryCode } from '../auth/oneTimeCodes.ts';
import { reportForeignRow, type AlarmLog } from '../auth/reportForeignRow.ts';
import { StaffPasskey } from '../models/StaffPasskey.ts';
import { findForeign } from '../origin/checkOrigin.ts';
import { type Assertion, checkAssertion } from './checkAssertion.ts';
import type { RelyingParty } from './stepUpContext.ts';

interface GivenProof<Proof extends StepUpProof = StepUpProof> {
  staffId: string;
  proof: Proof;
  /** What a passkey must have signed. */
  challenge: string;
  key: DecryptionKey;
  party: RelyingParty;
  now: Date;
  log: AlarmLog | undefined;
}

/** Checks one proof and consumes it. Null: wrong, used before, or forged. */
export async function checkProof(
  trx: Knex.Transaction,
  given: GivenProof,
): Promise<Pick<StepUpEvidence, 'kind' | 'passkeyId' | 'assertion'> | null> {
  const { staffId, proof, key, now, log } = given;
  switch (proof.kind) {
    case 'totp':
      return (await consumeTotpCode(trx, { staffId, code: proof.code, key, at: now, log })) === 'consumed'
        ? { kind: 'totp', passkeyId: null, assertion: null }
        : null;
    case 'recoveryCode':
      return (await consumeRecoveryCode(trx, { staffId, code: proof.code, key, log }))
        ? { kind: 'recovery_code', passkeyId: null, assertion: null }
        : null;
    case 'passkey': {
      const signed = await checkPasskey(trx, { ...given, proof });
      return signed === null ? null : { kind: 'passkey', ...signed };
    }
  }
}

/**
 * Checks a passkey's signature over the challenge, and stores its signature counter: a cloned key is detected
 * when the counter goes back. Null: not one of this person's passkeys, or not signed for this challenge.
 */
async function checkPasskey(
  trx: Knex.Transaction,
  { staffId, proof, challenge, party, now, log }: GivenProof<Extract<StepUpProof, { kind: 'passkey' }>>,
): Promise<{ passkeyId: string; assertion: Assertion } | null> {
  const { answer } = proof;
  const passkey = await StaffPasskey.query(trx)
    .findOne({ credentialId: answer.id, staffId, rpId: party.rpId })
    .whereNull('removedAt')
    .forUpdate();
  if (passkey === undefined || answer.rawId !== answer.id) return null;
  // Somebody who writes to the database could otherwise add a key of their own to a colleague.
  const foreign = await findForeign(trx, 'passkey', { sql: 'id = :id', bindings: { id: passkey.id } });
  if (foreign !== null) {
    await reportForeignRow(trx, log, { kind: 'passkey', ...foreign });
    return null;
  }
  const { authenticatorData, clientDataJSON, signature } = answer.response;
  const assertion = { authenticatorData, clientDataJSON, signature };
  const signed = await checkAssertion(passkey, assertion, {
    challenge,
    origin: party.origin,
    counter: passkey.counter,
  });
  if (signed === null) return null;
  await passkey
    .$query(trx)
    .patch({ counter: String(signed.counter), backedUp: signed.backedUp, lastUsedAt: now });
  return { passkeyId: passkey.id, assertion };
}
