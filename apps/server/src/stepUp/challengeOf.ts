import type { StepUpAction } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { Payout } from '../models/Payout.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import {
  approvalChallenge,
  completionChallenge,
  payOutChallenge,
  policyChallenge,
  securityChallenge,
  staffChallenge,
} from './challenges.ts';
import { countProofs } from './lockout.ts';

/**
 * What a passkey has to sign for this deed, from the rows as they are now. The verbs make the same challenge
 * of the same rows when they check: what differs by then was changed in between, and is refused.
 * @throws DomainError `NOT_FOUND` when there is no such withdrawal; of several, when there is none of them
 */
export async function challengeOf(
  db: Knex,
  staffId: string,
  deed: StepUpAction,
): Promise<{ challenge: string; covers?: string[] }> {
  switch (deed.kind) {
    case 'approve': {
      const covers = await payloadHashesOf(db, deed.ids);
      return { challenge: approvalChallenge(covers), ...(covers.length > 1 && { covers }) };
    }
    case 'complete':
      return {
        challenge: completionChallenge(
          await payloadHashOf(db, deed.id),
          deed.transactionHash,
          deed.cryptoAmount ?? null,
        ),
      };
    case 'payOut':
      return {
        challenge: payOutChallenge(
          await payloadHashOf(db, deed.id),
          (await Payout.query(db).where({ withdrawalRequestId: deed.id }).resultSize()) + 1,
        ),
      };
    case 'publishPolicy':
      return { challenge: policyChallenge(deed.baseVersion, deed.rules) };
    case 'manageStaff':
      return {
        challenge: staffChallenge(deed.action, staffId, deed.subject, await countProofs(db, staffId)),
      };
    default:
      return {
        challenge: securityChallenge(deed.kind, staffId, subjectOf(deed), await countProofs(db, staffId)),
      };
  }
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

function subjectOf(
  deed: Exclude<StepUpAction, { kind: 'approve' | 'complete' | 'payOut' | 'publishPolicy' | 'manageStaff' }>,
): string {
  if (deed.kind === 'addPasskey') return deed.registration;
  return deed.kind === 'removePasskey' ? deed.id : '';
}
