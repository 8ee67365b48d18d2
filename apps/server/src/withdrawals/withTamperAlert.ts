import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { DomainError } from '../base/domainError.ts';
import { asDomainError } from '../db/refusal.ts';
import type { AppContext } from '../context/appContext.ts';

/**
 * Does the work; a row that was changed behind the desk's back raises an alarm in the log and in the audit
 * log, after the rollback.
 */
export async function withTamperAlert<Result>(
  ctx: AppContext,
  actor: Actor,
  withdrawalId: string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const refusal = asDomainError(error);
    if (refusal instanceof DomainError && refusal.reason === 'PAYLOAD_CHANGED')
      await raiseAlarm(ctx, actor, withdrawalId, refusal.message);
    throw error;
  }
}

async function raiseAlarm(
  ctx: AppContext,
  actor: Actor,
  withdrawalId: string,
  message: string,
): Promise<void> {
  ctx.log.error(
    { withdrawalId, actor: actor.id, alarm: 'PAYLOAD_CHANGED' },
    'a withdrawal is not what was requested: somebody wrote to the database',
  );
  await recordAudit(ctx.knex, {
    action: 'withdrawals.payloadChanged',
    actor,
    subjectKind: 'withdrawal',
    subjectId: withdrawalId,
    note: message,
    at: ctx.clock.now(),
  });
}
