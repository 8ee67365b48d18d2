import { staffActionSubject, type StaffAction, type StepUpProof } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import type { Desk } from '../desk/desk.ts';
import { staffChallenge } from '../stepUp/challenges.ts';
import { proveWith } from '../stepUp/proveStepUp.ts';

/**
 * A second factor for what lets somebody in, or further in: with it a stolen session makes no accomplices.
 * Who has none is not asked; the rules of roles see to it that admins have one. Never inside a transaction,
 * and after everything that may refuse cheaply.
 * @throws DomainError as `proveStepUp`
 */
export async function proveStaffDeed(
  desk: Desk,
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
  const key = (await desk.auth.$context).secretConfig;
  await proveWith(
    { knex: desk.knex, key, publicUrl: desk.settings.publicUrl, now: desk.clock.now() },
    {
      staffId,
      proof,
      demand: 'ifEnrolled',
      challenge: ({ proofs }) => staffChallenge(deed, staffId, staffActionSubject(whom, what), proofs),
    },
  );
}
