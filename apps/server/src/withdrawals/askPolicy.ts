import type { Knex } from 'knex';
import type { AppContext } from '../context/appContext.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { decideWithdrawal, type Decided, type DecisionQuestion } from '../policyEngine/decideWithdrawal.ts';
import { refuseByPolicy } from '../policyEngine/policyRefusal.ts';

export interface PolicyQuestion extends Pick<DecisionQuestion, 'moment' | 'network' | 'at'> {
  withdrawal: Pick<
    WithdrawalRequest,
    'id' | 'userId' | 'amountUsd' | 'walletAddress' | 'extraId' | 'createdAt'
  >;
}

/**
 * The policy's word about this step, kept with its explanation. What must wait may be requested; nobody may
 * approve or send it yet. Refuses with USER_FROZEN, USER_ANONYMIZED, LIMIT_EXCEEDED, POLICY_REFUSED,
 * COOLING_DOWN.
 */
export async function askPolicy(
  trx: Knex.Transaction,
  ctx: AppContext,
  { moment, withdrawal, network, at }: PolicyQuestion,
): Promise<Decided> {
  const { id, userId, amountUsd, walletAddress, extraId, createdAt } = withdrawal;
  const decided = await decideWithdrawal(trx, ctx, {
    moment,
    userId,
    amountUsd,
    walletAddress,
    extraId,
    network,
    withdrawalId: id,
    createdAt,
    at,
  });
  refuseByPolicy(decided);
  return decided;
}
