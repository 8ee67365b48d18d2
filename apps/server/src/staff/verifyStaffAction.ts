import { staffActionSubject, type StaffAction, type StepUpProof } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import type { AppContext } from '../context/appContext.ts';
import { staffChallenge } from '../stepUp/challenges.ts';
import { verifyStepUpIn } from '../stepUp/verifyStepUp.ts';

/**
 * A second factor for what lets somebody in, or further in: with it a stolen session makes no accomplices.
 * Who has none is not asked; the rules of roles see to it that admins have one. Never inside a transaction,
 * and after everything that may refuse cheaply.
 * @throws DomainError as `proveStepUp`
 */
export async function verifyStaffAction(
  ctx: AppContext,
  actor: Actor,
  {
    deed,
    whom,
    what,
    proof,
  }: { deed: StaffAction; whom: string; what?: string | boolean; proof: StepUpProof | undefined },
): Promise<void> {
  if (actor.kind !== 'staff' || actor.id === null) return;
  const staffId = actor.id;
  const key = (await ctx.auth.$context).secretConfig;
  await verifyStepUpIn(
    { knex: ctx.knex, key, publicUrl: ctx.settings.publicUrl, now: ctx.clock.now() },
    {
      staffId,
      proof,
      demand: 'ifEnrolled',
      challenge: ({ proofs }) => staffChallenge(deed, staffId, staffActionSubject(whom, what), proofs),
    },
  );
}
