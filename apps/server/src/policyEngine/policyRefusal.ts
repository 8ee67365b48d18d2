import type { ErrorReason } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Logger } from 'pino';
import { DomainError } from '../base/domainError.ts';
import type { DecidedWithdrawal } from './decideWithdrawal.ts';
import { recordDecision } from './decisionRecords.ts';

/** A refusal by the policy. Carries the decision out of the transaction that it rolls back. */
export class PolicyRefusal extends DomainError {
  readonly decided: DecidedWithdrawal;

  constructor(
    reason: ErrorReason,
    message: string,
    details: Record<string, unknown>,
    decided: DecidedWithdrawal,
  ) {
    super(reason, message, details);
    this.decided = decided;
  }
}

/**
 * Ends the command when the policy stops the withdrawal. A delay ends it too, except at `create`: such a request may
 * exist and wait. Refuses with USER_FROZEN, USER_ANONYMIZED, LIMIT_EXCEEDED (limits, velocity),
 * POLICY_REFUSED (anything else), COOLING_DOWN (details.notBefore).
 */
export function refuseByPolicy(decided: DecidedWithdrawal): void {
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

/** The caller may be an end user, who must not learn how much the desk pays out in total. */
function messageOf({ rule, message }: { rule: string; message: string }): string {
  return rule.startsWith('global.')
    ? 'the desk accepts no more withdrawals at the moment: try again later'
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
 * Runs a command with its whole transaction; when the policy refuses it, stores the refusal afterwards. Never call
 * this inside a transaction.
 */
export async function recordingRefusals<T>(ctx: RefusalContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof PolicyRefusal) await recordRefusedDecision(ctx, error);
    throw error;
  }
}

/**
 * Stores a refusal after the rollback. At `create` the request has no row, so the record has only the user. If storing
 * fails, that is logged and not thrown: the refusal stands.
 */
async function recordRefusedDecision(ctx: RefusalContext, { decided }: PolicyRefusal): Promise<void> {
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
    ctx.log.error({ err: error, userId, withdrawalId }, 'a refusal by the policy could not be stored');
  }
}
