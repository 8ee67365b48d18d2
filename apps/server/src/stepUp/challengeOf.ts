import type { StepUpDeed } from '@paydesk/types';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { approvalChallenge, completionChallenge, payOutChallenge, policyChallenge, securityChallenge, staffChallenge } from './challenges.ts';
import { countProofs } from './lockout.ts';

/**
 * What a passkey has to sign for this deed, from the rows as they are now: the page that asks and the verb that checks both take it from here.
 * @throws DomainError `NOT_FOUND` when one of the withdrawals does not exist
 */
export async function challengeOf(db: Knex, staffId: string, deed: StepUpDeed): Promise<{ challenge: string; covers?: string[] }> {
  switch (deed.kind) {
    case 'approve': {
      const covers = await payloadHashesOf(db, deed.ids);
      return { challenge: approvalChallenge(covers), ...(covers.length > 1 && { covers }) };
    }
    case 'complete':
      return { challenge: completionChallenge(await payloadHashOf(db, deed.id), deed.transactionHash, deed.cryptoAmount ?? null) };
    case 'payOut':
      return { challenge: payOutChallenge(await payloadHashOf(db, deed.id)) };
    case 'publishPolicy':
      return { challenge: policyChallenge(deed.baseVersion, deed.rules) };
    case 'manageStaff':
      return { challenge: staffChallenge(deed.deed, staffId, deed.subject, await countProofs(db, staffId)) };
    default:
      return { challenge: securityChallenge(deed.kind, staffId, subjectOf(deed), await countProofs(db, staffId)) };
  }
}

async function payloadHashesOf(db: Knex, ids: readonly string[]): Promise<string[]> {
  const rows = await WithdrawalRequest.query(db).select('id', 'payloadHash').whereIn('id', [...ids]);
  if (rows.length !== new Set(ids).size) throw new DomainError('NOT_FOUND', 'no such withdrawal');
  return rows.map((row) => row.payloadHash).toSorted();
}

async function payloadHashOf(db: Knex, id: string): Promise<string> {
  const [hash = ''] = await payloadHashesOf(db, [id]);
  return hash;
}

function subjectOf(deed: Exclude<StepUpDeed, { kind: 'approve' | 'complete' | 'payOut' | 'publishPolicy' | 'manageStaff' }>): string {
  if (deed.kind === 'addPasskey') return deed.registration;
  return deed.kind === 'removePasskey' ? deed.id : '';
}
