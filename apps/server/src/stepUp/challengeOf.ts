import type { StepUpAction } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { Payout } from '../models/Payout.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import {
  actionChallenge,
  approvalChallenge,
  changeChallenge,
  completionChallenge,
  payOutChallenge,
  policyChallenge,
  securityChallenge,
  staffChallenge,
} from './challenges.ts';
import { countProofs } from './lockout.ts';

/** `covers`: for several withdrawals, the payload hashes in the challenge. */
export interface Challenge {
  challenge: string;
  covers?: string[];
}

/**
 * What a passkey has to sign for this action, computed from the rows as they are now: once when the browser
 * asks for it, and again when the command verifies the signature. If a row changed in between, the two differ
 * and the signature is refused.
 * @throws DomainError `NOT_FOUND` when there is no such withdrawal or change request; of several withdrawals,
 *   when none of them exists
 */
export async function challengeOf(db: Knex, staffId: string, action: StepUpAction): Promise<Challenge> {
  switch (action.kind) {
    case 'approve': {
      const covers = await payloadHashesOf(db, action.ids);
      return { challenge: approvalChallenge(covers), ...(covers.length > 1 && { covers }) };
    }
    case 'complete': {
      const payloadHash = await payloadHashOf(db, action.id);
      const cryptoAmount = action.cryptoAmount ?? null;
      return { challenge: completionChallenge(payloadHash, action.transactionHash, cryptoAmount) };
    }
    case 'payOut': {
      const withdrawal = await WithdrawalRequest.query(db)
        .select('payloadHash', 'cryptoAmount')
        .findById(action.id);
      if (withdrawal === undefined) throw new DomainError('NOT_FOUND', 'no such withdrawal');
      const earlier = await Payout.query(db).where({ withdrawalRequestId: action.id }).resultSize();
      return { challenge: payOutChallenge(withdrawal, earlier + 1) };
    }
    case 'publishPolicy':
      return { challenge: policyChallenge(action.baseVersion, action.rules) };
    case 'manageStaff': {
      const proofs = await countProofs(db, staffId);
      return { challenge: staffChallenge(action.action, staffId, action.subject, proofs) };
    }
    case 'addPasskey':
      return await ofOwnSecurity(db, staffId, action.kind, action.registration);
    case 'removePasskey':
      return await ofOwnSecurity(db, staffId, action.kind, action.id);
    case 'approveChange':
      return { challenge: changeChallenge('approve', await changeHashOf(db, action.id)) };
    case 'rejectChange':
      return { challenge: changeChallenge('reject', await changeHashOf(db, action.id)) };
    case 'action':
      return { challenge: actionChallenge(action, staffId, await countProofs(db, staffId)) };
    default:
      return await ofOwnSecurity(db, staffId, action.kind, '');
  }
}

async function ofOwnSecurity(
  db: Knex,
  staffId: string,
  kind: Parameters<typeof securityChallenge>[0],
  subject: string,
): Promise<Challenge> {
  return { challenge: securityChallenge(kind, staffId, subject, await countProofs(db, staffId)) };
}

async function payloadHashesOf(db: Knex, ids: readonly string[]): Promise<string[]> {
  const rows = await WithdrawalRequest.query(db)
    .select('id', 'payloadHash')
    .whereIn('id', [...ids]);
  if (rows.length === 0) throw new DomainError('NOT_FOUND', 'no such withdrawal');
  return rows.map((row) => row.payloadHash).toSorted();
}

async function payloadHashOf(db: Knex, id: string): Promise<string> {
  const [hash = ''] = await payloadHashesOf(db, [id]);
  return hash;
}

async function changeHashOf(db: Knex, id: string): Promise<string> {
  const found = await db('change_requests')
    .where({ id })
    .first<{ payload_hash: string } | undefined>('payload_hash');
  if (found === undefined) throw new DomainError('NOT_FOUND', 'no such change request');
  return found.payload_hash;
}
