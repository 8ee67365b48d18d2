import { type StaffAction, staffActionSubject, type StepUpProof } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { secondFactorDemand } from '../stepUp/secondFactorDemand.ts';
import { verifyAction } from '../stepUp/verifyStepUp.ts';

/**
 * Verifies the admin's second factor for an action that gives someone access, or more of it, so that a stolen
 * session cannot do it. With the simulator, admins without a second factor are not asked for one. Call
 * it outside of transactions, after all cheap checks.
 * @throws DomainError as `verifyAction`
 */
export async function verifyStaffAction(
  ctx: AppContext,
  actor: Actor,
  given: {
    action: StaffAction;
    /** Whom it concerns: an id, an e-mail address, or a role. */
    person: string;
    /** What they get. */
    value?: string | boolean;
    proof: StepUpProof | undefined;
  },
): Promise<void> {
  // Verified before the command was called: see `Governance`.
  if (actor.kind !== 'staff' || actor.id === null || actor.stepUp) return;
  await verifyAction(ctx, {
    staffId: actor.id,
    action: {
      kind: 'manageStaff',
      action: given.action,
      subject: staffActionSubject(given.person, given.value),
    },
    proof: given.proof,
    demand: secondFactorDemand(ctx.settings),
    sessionId: actor.sessionId,
  });
}
