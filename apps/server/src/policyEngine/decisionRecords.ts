import type { PolicyDecision } from '@paydesk/types';
import type { Knex } from 'knex';
import { newId } from '../base/identifiers.ts';
import { WithdrawalDecision } from '../models/WithdrawalDecision.ts';
import type { DecisionFacts } from './facts.ts';

export type DecisionMoment = WithdrawalDecision['moment'];

export interface DecisionRecord {
  moment: DecisionMoment;
  userId: string;
  /** Null: the request was refused, so there is no row. */
  withdrawalId: string | null;
  decision: PolicyDecision;
  facts: DecisionFacts;
}

/** Stores a decision with the figures that led to it. Decisions are never changed or deleted. */
export async function recordDecision(
  db: Knex,
  { moment, userId, withdrawalId, decision, facts }: DecisionRecord,
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

/** The policy's decision at the time of each request, by withdrawal. Requests older than the policy have none. */
export async function findDecisionsAtRequest(
  db: Knex,
  withdrawalIds: readonly string[],
): Promise<Map<string, PolicyDecision>> {
  const rows = await WithdrawalDecision.query(db)
    .whereIn('withdrawalRequestId', [...withdrawalIds])
    .where({ moment: 'create' });
  return new Map(rows.map((row) => [row.withdrawalRequestId as string, presentDecision(row)]));
}

/** A stored decision as it goes over the wire. */
export function presentDecision(row: WithdrawalDecision): PolicyDecision {
  return {
    policyVersion: row.policyVersion,
    outcome: row.outcome,
    requiredApprovals: row.requiredApprovals,
    notBefore: row.notBefore?.toISOString() ?? null,
    reasons: row.reasons,
    decidedAt: row.createdAt.toISOString(),
  };
}
