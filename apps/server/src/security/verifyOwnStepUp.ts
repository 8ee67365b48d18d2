import type { StepUpEvidence, StepUpProof } from '@paydesk/types';
import type { AppContext } from '../context/appContext.ts';
import { securityChallenge } from '../stepUp/challenges.ts';
import { verifyStepUpIn } from '../stepUp/verifyStepUp.ts';

type Deed = Parameters<typeof securityChallenge>[0];

/**
 * A second factor for a change of one's own second factors. Whoever has one must give it, whatever the policy
 * asks for money; the first one is set up with the password alone.
 * @throws DomainError as `proveStepUp`
 */
export async function verifyOwnStepUp(
  ctx: AppContext,
  {
    staffId,
    deed,
    subject = '',
    proof,
  }: { staffId: string; deed: Deed; subject?: string; proof: StepUpProof | undefined },
): Promise<StepUpEvidence> {
  const key = (await ctx.auth.$context).secretConfig;
  return await verifyStepUpIn(
    { knex: ctx.knex, key, publicUrl: ctx.settings.publicUrl, now: ctx.clock.now() },
    {
      staffId,
      proof,
      demand: 'ifEnrolled',
      challenge: ({ proofs }) => securityChallenge(deed, staffId, subject, proofs),
    },
  );
}
