import type { StepUpAction, stepUpChallengeOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { Desk } from '../desk/desk.ts';
import { currentPolicy } from '../policy/currentPolicy.ts';
import { challengeOf } from '../stepUp/challengeOf.ts';
import { findMethods } from '../stepUp/findMethods.ts';
import { findLockedUntil } from '../stepUp/lockout.ts';
import { presentPasskeyOptions } from '../stepUp/presentPasskeyOptions.ts';
import { relyingPartyOf } from '../stepUp/stepUpDesk.ts';

const MONEY_DEEDS: readonly StepUpAction['kind'][] = ['approve', 'complete', 'payOut', 'publishPolicy'];

/** What this person needs before doing this: nothing is decided or spent here. Refuses with NOT_FOUND. */
export async function presentChallenge(
  desk: Desk,
  staffId: string,
  deed: StepUpAction,
): Promise<z.output<typeof stepUpChallengeOutput>> {
  const { rpId } = relyingPartyOf(desk.settings.publicUrl);
  const { challenge } = await challengeOf(desk.knex, staffId, deed);
  const { usable, isEnrolled, passkeys } = await findMethods(desk.knex, {
    staffId,
    rpId,
    key: (await desk.auth.$context).secretConfig,
  });
  const { rules } = await currentPolicy(desk.knex, desk);
  return {
    challenge,
    methods: usable,
    isRequired: isEnrolled || (MONEY_DEEDS.includes(deed.kind) && rules.secondFactor === 'always'),
    lockedUntil: (await findLockedUntil(desk.knex, staffId, desk.clock.now()))?.toISOString() ?? null,
    passkeyOptions: presentPasskeyOptions(passkeys, challenge, rpId),
  };
}
