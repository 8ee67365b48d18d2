import type { StepUpEvidence, StepUpProof } from '@paydesk/types';
import type { Knex } from 'knex';
import { takeRecoveryCode } from '../auth/takeRecoveryCode.ts';
import { takeTotpCode, type DecryptionKey } from '../auth/takeTotpCode.ts';
import type { RelyingParty } from './stepUpContext.ts';
import { takePasskeyAnswer } from './takePasskeyAnswer.ts';

interface Given {
  staffId: string;
  proof: StepUpProof;
  /** What a passkey must have signed. */
  challenge: string;
  key: DecryptionKey;
  party: RelyingParty;
  now: Date;
}

/** Looks at one proof and spends it. Null: wrong, spent or forged. */
export async function checkProof(
  trx: Knex.Transaction,
  given: Given,
): Promise<Pick<StepUpEvidence, 'kind' | 'passkeyId' | 'assertion'> | null> {
  const { staffId, proof, key, now } = given;
  switch (proof.kind) {
    case 'totp':
      return (await takeTotpCode(trx, { staffId, code: proof.code, key, at: now })) === 'taken'
        ? { kind: 'totp', passkeyId: null, assertion: null }
        : null;
    case 'recoveryCode':
      return (await takeRecoveryCode(trx, { staffId, code: proof.code, key }))
        ? { kind: 'recovery_code', passkeyId: null, assertion: null }
        : null;
    case 'passkey': {
      const signed = await takePasskeyAnswer(trx, { ...given, answer: proof.answer });
      return signed === null ? null : { kind: 'passkey', ...signed };
    }
  }
}
