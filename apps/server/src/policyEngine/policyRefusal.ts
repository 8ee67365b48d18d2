import type { ErrorReason } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { DomainError } from '../base/domainError.ts';
import type { Decided } from './decideWithdrawal.ts';
import { recordDecision } from './recordDecision.ts';

/** The policy says no. Carries the decision out of the transaction that it ends. */
export class PolicyRefusal extends DomainError {
  readonly decided: Decided;

  constructor(reason: ErrorReason, message: string, details: Record<string, unknown>, decided: Decided) {
    super(reason, message, details);
    this.decided = decided;
  }
}

/**
 * Ends the verb when the policy stops the withdrawal; a delay ends it too, but for `create`: such a request
 * may exist and wait. Refuses with USER_FROZEN, USER_ANONYMIZED, LIMIT_EXCEEDED (limits, velocity),
 * POLICY_REFUSED (anything else), COOLING_DOWN (details.notBefore).
 */
export function refuseByPolicy(decided: Decided): void {
  const stops = decided.reasons.filter(({ effect }) => effect === 'stop');
  const [first] = stops;
  const details = { policyVersion: decided.policyVersion, rules: stops.map(({ rule }) => rule) };
  if (first !== undefined) throw new PolicyRefusal(reasonOf(first.rule), messageOf(first), details, decided);
  if (decided.outcome === 'delay' && decided.moment !== 'create') {
    const message = `the user was never paid at this address: not before ${decided.notBefore}`;
    throw new PolicyRefusal(
      'COOLING_DOWN',
      message,
      { ...details, rules: ['coolingHours'], notBefore: decided.notBefore },
      decided,
    );
  }
}

/** The caller may be an end user: what the desk pays out to all of them is none of theirs. */
function messageOf({ rule, message }: { rule: string; message: string }): string {
  return rule.startsWith('global.')
    ? 'the desk takes no more withdrawals at present: try again later'
    : message;
}

function reasonOf(rule: string): ErrorReason {
  if (rule === 'user.frozen') return 'USER_FROZEN';
  if (rule === 'user.anonymized') return 'USER_ANONYMIZED';
  return rule.startsWith('perUser.') || rule.startsWith('global.') || rule === 'velocity'
    ? 'LIMIT_EXCEEDED'
    : 'POLICY_REFUSED';
}

export interface RefusalContext {
  knex: Knex;
  log: Logger;
}

/**
 * Keeps a refusal of which the rollback has left nothing. At `create` the request never existed, so the row
 * names the user alone. The refusal stands even when it cannot be kept: that is logged and not thrown.
 */
export async function recordRefusedDecision(ctx: RefusalContext, { decided }: PolicyRefusal): Promise<void> {
  const { facts, moment, userId, withdrawalId } = decided;
  try {
    await recordDecision(ctx.knex, {
      moment,
      userId,
      withdrawalId: moment === 'create' ? null : withdrawalId,
      decision: decided,
      facts,
    });
  } catch (error) {
    ctx.log.error({ err: error, userId, withdrawalId }, 'a refusal by the policy could not be kept');
  }
}

/**
 * Runs a verb with its whole transaction; where the policy refused within, keeps that afterwards. Never call
 * it inside a transaction.
 */
export async function recordingRefusals<T>(ctx: RefusalContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PolicyRefusal) await recordRefusedDecision(ctx, error);
    throw error;
  }
}
