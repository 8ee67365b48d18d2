import type { StepUpEvidence, StepUpProof } from '@paydesk/types';
import type { Desk } from '../desk/desk.ts';
import { securityChallenge } from '../stepUp/challenges.ts';
import { proveWith } from '../stepUp/proveStepUp.ts';

type Deed = Parameters<typeof securityChallenge>[0];

/**
 * A second factor for a change of one's own second factors. Whoever has one must give it, whatever the policy
 * asks for money; the first one is set up with the password alone.
 * @throws DomainError as `proveStepUp`
 */
export async function proveSelf(
  desk: Desk,
  {
    staffId,
    deed,
    subject = '',
    proof,
  }: { staffId: string; deed: Deed; subject?: string; proof: StepUpProof | undefined },
): Promise<StepUpEvidence> {
  const key = (await desk.auth.$context).secretConfig;
  return await proveWith(
    { knex: desk.knex, key, publicUrl: desk.settings.publicUrl, now: desk.clock.now() },
    {
      staffId,
      proof,
      demand: 'ifEnrolled',
      challenge: ({ proofs }) => securityChallenge(deed, staffId, subject, proofs),
    },
  );
}
