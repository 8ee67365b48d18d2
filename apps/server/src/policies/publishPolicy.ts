import type { PolicyRules, StepUpProof } from '@paydesk/types';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { WithdrawalPolicy } from '../models/WithdrawalPolicy.ts';
import { currentPolicy } from '../policyEngine/currentPolicy.ts';
import { verifyAction } from '../stepUp/verifyStepUp.ts';

export interface PolicyDraft {
  rules: PolicyRules;
  note: string;
  /** The version that the draft was based on. */
  baseVersion: number;
  proof?: StepUpProof | undefined;
}

/**
 * Publishes a new version of the policy, which applies to every decision from then on. The version that it replaces
 * decides whether a second factor is required. Refuses with STAFF_ONLY, POLICY_CHANGED (another version was published
 * in between), SECOND_FACTOR_REQUIRED, SECOND_FACTOR_INVALID, SECOND_FACTOR_LOCKED.
 */
export async function publishPolicy(
  ctx: AppContext,
  actor: Actor,
  draft: PolicyDraft,
): Promise<WithdrawalPolicy> {
  const { rules, note, baseVersion } = draft;
  const staffId = actor.kind === 'staff' ? actor.id : null;
  if (staffId === null) throw new DomainError('STAFF_ONLY', 'only a person can change the policy');
  const base = await currentPolicy(ctx.knex, ctx);
  if (base.version !== baseVersion)
    throw new DomainError(
      'POLICY_CHANGED',
      `version ${base.version} of the policy is in force now: review it first`,
      { version: base.version },
    );
  const stepUp =
    actor.stepUp ??
    (await verifyAction(ctx, {
      staffId,
      action: { kind: 'publishPolicy', baseVersion, rules },
      proof: draft.proof,
      demand: base.rules.secondFactor,
      sessionId: actor.sessionId,
    }));

  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    await actor.admit?.(trx);
    // The database allows no gap between versions: of two at once the second is refused here.
    const policy = await WithdrawalPolicy.query(trx).insertAndFetch({
      id: newId(at),
      version: baseVersion + 1,
      rules,
      note,
      publishedByStaffId: staffId,
      publishedByName: actor.name ?? staffId,
      stepUp,
      createdAt: at,
    });
    await recordAudit(trx, {
      action: 'policies.publish',
      actor,
      subjectKind: 'policy',
      subjectId: policy.id,
      note,
      before: { version: baseVersion, rules: base.rules },
      after: { version: policy.version, rules },
      at,
    });
    return policy;
  });
}
