import type { PolicyDecision } from '@paydesk/types';
import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import { WithdrawalDecision } from '../models/WithdrawalDecision.ts';
import type { DecisionFacts } from './facts.ts';

export type DecisionMoment = WithdrawalDecision['moment'];

export interface MadeDecision {
  moment: DecisionMoment;
  userId: string;
  /** Null: the request was refused and never existed. */
  withdrawalId: string | null;
  decision: PolicyDecision;
  facts: DecisionFacts;
}

/** Keeps a decision with the figures that led to it, for ever. */
export async function recordDecision(
  db: Knex,
  { moment, userId, withdrawalId, decision, facts }: MadeDecision,
): Promise<void> {
  const at = new Date(decision.decidedAt);
  await WithdrawalDecision.query(db).insert({
    id: newId(at),
    withdrawalRequestId: withdrawalId,
    userId,
    policyVersion: decision.policyVersion,
    moment,
    outcome: decision.outcome,
    requiredApprovals: decision.requiredApprovals,
    notBefore: decision.notBefore === null ? null : new Date(decision.notBefore),
    reasons: decision.reasons,
    facts,
    createdAt: at,
  });
}
