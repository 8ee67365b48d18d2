import type { PolicyDecision, PolicyRules } from '@paydesk/types';
import type { Knex } from 'knex';
import { currentPolicy, type PolicyContext } from './currentPolicy.ts';
import { decide } from './decide.ts';
import { hasGlobalLimit, type DecisionFacts } from './facts.ts';
import { gatherFacts } from './gatherFacts.ts';
import { recordDecision, type DecisionMoment } from './decisionRecords.ts';

export interface DecisionInput {
  moment: DecisionMoment;
  userId: string;
  /** USD. */
  amountUsd: string;
  /** As `validateAddress` spells it. */
  walletAddress: string;
  /** Memo or tag. */
  extraId: string | null;
  network: string;
  /** At `create` the id that the request will get. */
  withdrawalId: string;
  createdAt: Date;
  at: Date;
}

/** A decision with the rules and figures behind it. */
export type DecidedWithdrawal = PolicyDecision & {
  rules: PolicyRules;
  facts: DecisionFacts;
  moment: DecisionMoment;
  userId: string;
  withdrawalId: string;
};

/**
 * Decides about a withdrawal by the policy in force and stores the decision. Runs in the command's own transaction, at
 * `create` before the row is inserted; until it ends no other decision about this user can be made. A stop does not
 * throw here: see `refuseByPolicy`. Refuses with NOT_FOUND (the user).
 */
export async function decideWithdrawal(
  trx: Knex.Transaction,
  ctx: PolicyContext,
  input: DecisionInput,
): Promise<DecidedWithdrawal> {
  const { moment, userId, withdrawalId, at } = input;
  const isNew = moment === 'create';
  await lockUserForDecision(trx, userId);
  const { version, rules } = await currentPolicy(trx, ctx);
  // An existing request is judged by earlier ones, and their sum can only shrink.
  if (isNew) await lockGlobalLimits(trx, rules);
  const facts = await gatherFacts(trx, { ...input, withdrawalId: isNew ? null : withdrawalId, rules });
  const decision = decide(rules, version, facts, at);
  await recordDecision(trx, { moment, userId, withdrawalId, decision, facts });
  return { ...decision, rules, facts, moment, userId, withdrawalId };
}

/** Serializes the decisions about one user, and freezing the user. Held until the transaction ends. */
async function lockUserForDecision(trx: Knex.Transaction, userId: string): Promise<void> {
  await trx.raw('select 1 from user_balances where user_id = ? for update', [userId]);
}

/**
 * Serializes all requests while the policy has a limit for all users together: two at once would each read the sum
 * without the other. Held until the transaction ends. Always taken after the user's lock.
 */
async function lockGlobalLimits(trx: Knex.Transaction, rules: PolicyRules): Promise<void> {
  if (!hasGlobalLimit(rules)) return;
  await trx.raw(`select pg_advisory_xact_lock(hashtextextended('withdrawal_decisions', 0))`);
}
