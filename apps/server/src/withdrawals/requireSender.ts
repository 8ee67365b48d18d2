import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { WithdrawalApproval } from '../models/WithdrawalApproval.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { askPolicy, type PolicyQuestion } from './askPolicy.ts';

/**
 * Who sends the money is neither who asked for it nor one of those who approved it, and the policy still lets
 * it pass. The database says the first of these too. Refuses with STAFF_ONLY, SAME_PERSON and what the policy
 * refuses.
 */
export async function requireSender(
  trx: Knex.Transaction,
  ctx: AppContext,
  {
    moment,
    withdrawal,
    actor,
    at,
  }: { moment: PolicyQuestion['moment']; withdrawal: WithdrawalRequest; actor: Actor; at: Date },
): Promise<void> {
  const { network } = await Currency.query(trx).findOne({ code: withdrawal.currencyCode }).throwIfNotFound();
  const { rules } = await askPolicy(trx, ctx, { moment, withdrawal, network, at });
  await refuseSamePerson(trx, withdrawal, actor, rules.allowSamePerson);
}

/** Refuses with STAFF_ONLY, SAME_PERSON. */
export async function refuseSamePerson(
  trx: Knex,
  withdrawal: WithdrawalRequest,
  actor: Actor,
  isAllowed: boolean,
): Promise<void> {
  if (actor.kind !== 'staff' || actor.id === null)
    throw new DomainError('STAFF_ONLY', 'only a person can pay a withdrawal out');
  if (isAllowed) return;
  if (withdrawal.requestedByKind === 'staff' && withdrawal.requestedById === actor.id)
    throw new DomainError('SAME_PERSON', 'who requested a withdrawal cannot pay it out');
  const approved = await WithdrawalApproval.query(trx).findOne({
    withdrawalRequestId: withdrawal.id,
    staffId: actor.id,
  });
  if (approved !== undefined)
    throw new DomainError('SAME_PERSON', 'who approved a withdrawal cannot pay it out: another person must');
}

/**
 * The amount to send holds for a while only: after that it is worth something else. Refuses with
 * RATE_EXPIRED.
 */
export function requireRate(withdrawal: WithdrawalRequest, at: Date): void {
  if (withdrawal.rateExpiresAt === null)
    throw new DomainError('RATE_EXPIRED', 'no rate is fixed yet: fix one first');
  if (withdrawal.rateExpiresAt <= at)
    throw new DomainError('RATE_EXPIRED', 'the rate has expired: fix a new one first', {
      expiredAt: withdrawal.rateExpiresAt.toISOString(),
    });
}
