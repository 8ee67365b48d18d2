import type { StepUpAction, stepUpChallengeOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { currentPolicy } from '../policyEngine/currentPolicy.ts';
import { challengeOf } from '../stepUp/challengeOf.ts';
import { findMethods } from '../stepUp/findMethods.ts';
import { findLockedUntil } from '../stepUp/lockout.ts';
import { presentPasskeyOptions } from '../stepUp/presentPasskeyOptions.ts';
import { relyingPartyOf } from '../stepUp/stepUpContext.ts';

const MONEY_DEEDS: readonly StepUpAction['kind'][] = ['approve', 'complete', 'payOut', 'publishPolicy'];

/** What this person needs before doing this: nothing is decided or spent here. Refuses with NOT_FOUND. */
export async function presentChallenge(
  ctx: AppContext,
  staffId: string,
  deed: StepUpAction,
): Promise<z.output<typeof stepUpChallengeOutput>> {
  const { rpId } = relyingPartyOf(ctx.settings.publicUrl);
  const { challenge } = await challengeOf(ctx.knex, staffId, deed);
  const { usable, isEnrolled, passkeys } = await findMethods(ctx.knex, {
    staffId,
    rpId,
    key: (await ctx.auth.$context).secretConfig,
  });
  const { rules } = await currentPolicy(ctx.knex, ctx);
  return {
    challenge,
    methods: usable,
    isRequired: isEnrolled || (MONEY_DEEDS.includes(deed.kind) && rules.secondFactor === 'always'),
    lockedUntil: (await findLockedUntil(ctx.knex, staffId, ctx.clock.now()))?.toISOString() ?? null,
    passkeyOptions: presentPasskeyOptions(passkeys, challenge, rpId),
  };
}
