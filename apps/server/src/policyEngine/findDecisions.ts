import type { PolicyDecision } from '@paydesk/types';
import type { Knex } from 'knex';
import { WithdrawalDecision } from '../models/WithdrawalDecision.ts';

/**
 * The policy's word at the moment of each request, by withdrawal. Requests from before the policy have none.
 */
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
