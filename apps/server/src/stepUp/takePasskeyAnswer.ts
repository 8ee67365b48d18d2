import type { StepUpProof } from '@paydesk/types';
import type { Knex } from 'knex';
import { StaffPasskey } from '../models/StaffPasskey.ts';
import { checkAssertion, type Assertion } from './checkAssertion.ts';
import type { RelyingParty } from './stepUpContext.ts';

interface Given {
  staffId: string;
  answer: Extract<StepUpProof, { kind: 'passkey' }>['answer'];
  challenge: string;
  party: RelyingParty;
  now: Date;
}

/**
 * Checks a passkey's signature over the challenge, and keeps its count of signatures: a copy of the key that
 * counts on its own is found out when the count goes back. Null: not one of this person's passkeys, or not
 * signed for this.
 */
export async function takePasskeyAnswer(
  trx: Knex.Transaction,
  { staffId, answer, challenge, party, now }: Given,
): Promise<{ passkeyId: string; assertion: Assertion } | null> {
  const passkey = await StaffPasskey.query(trx)
    .findOne({ credentialId: answer.id, staffId, rpId: party.rpId })
    .whereNull('removedAt')
    .forUpdate();
  if (passkey === undefined || answer.rawId !== answer.id) return null;
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
