import type { PolicyDecision, PolicyRules } from '@paydesk/types';
import type { Knex } from 'knex';
import { currentPolicy, type PolicyContext } from './currentPolicy.ts';
import { decide } from './decide.ts';
import type { DecisionFacts } from './facts.ts';
import { gatherFacts } from './gatherFacts.ts';
import { lockGlobalLimits, lockUserForDecision } from './lockForDecision.ts';
import { recordDecision, type DecisionMoment } from './recordDecision.ts';

export interface DecisionQuestion {
  moment: DecisionMoment;
  userId: string;
  /** USD. */
  amountUsd: string;
  /** As `validateAddress` spells it. */
  walletAddress: string;
  /** Memo or tag. */
  extraId: string | null;
  network: string;
  /** At `create` the id that the request is going to have. */
  withdrawalId: string;
  createdAt: Date;
  at: Date;
}

/** A decision, by which rules and from which figures. */
export type Decided = PolicyDecision & {
  rules: PolicyRules;
  facts: DecisionFacts;
  moment: DecisionMoment;
  userId: string;
  withdrawalId: string;
};

/**
 * What the policy in force says about a withdrawal, and keeps it. Inside the verb's own transaction, at
 * `create` before the row is inserted; until it ends no other decision about this user can be made. It
 * refuses nothing: see `refuseByPolicy`. Refuses with NOT_FOUND (the user).
 */
export async function decideWithdrawal(
  trx: Knex.Transaction,
  ctx: PolicyContext,
  question: DecisionQuestion,
): Promise<Decided> {
  const { moment, userId, withdrawalId, at } = question;
  const isNew = moment === 'create';
  await lockUserForDecision(trx, userId);
  const { version, rules } = await currentPolicy(trx, ctx);
  // What exists is judged by what came before it, and that can only shrink.
  if (isNew) await lockGlobalLimits(trx, rules);
  const facts = await gatherFacts(trx, { ...question, withdrawalId: isNew ? null : withdrawalId, rules });
  const decision = decide(rules, version, facts, at);
  await recordDecision(trx, { moment, userId, withdrawalId, decision, facts });
  return { ...decision, rules, facts, moment, userId, withdrawalId };
}
