import {
  actionClassOf,
  type passkeyRequestOptionsOutput,
  type StepUpAction,
  type stepUpChallengeOutput,
} from '@paydesk/types';
import type { z } from 'zod';
import type { StaffPrincipal } from '../auth/principal.ts';
import type { AppContext } from '../context/appContext.ts';
import type { StaffPasskey } from '../models/StaffPasskey.ts';
import { currentPolicy } from '../policyEngine/currentPolicy.ts';
import { challengeOf } from '../stepUp/challengeOf.ts';
import { findMethods } from '../stepUp/findMethods.ts';
import { findLockedUntil } from '../stepUp/lockout.ts';
import { secondFactorDemand } from '../stepUp/secondFactorDemand.ts';
import { relyingPartyOf } from '../stepUp/stepUpContext.ts';

/** Actions for which the policy decides whether a second factor is required. */
const POLICY_ACTIONS: readonly StepUpAction['kind'][] = ['approve', 'complete', 'payOut', 'publishPolicy'];

const SIGNING_TIMEOUT_MS = 120_000;

/** What this person needs for this action. Nothing is decided or consumed here. Refuses with NOT_FOUND. */
export async function presentChallenge(
  ctx: AppContext,
  { id: staffId, sessionId }: Pick<StaffPrincipal, 'id' | 'sessionId'>,
  action: StepUpAction,
): Promise<z.output<typeof stepUpChallengeOutput>> {
  const { rpId } = relyingPartyOf(ctx.settings.publicUrl);
  const { challenge } = await challengeOf(ctx.knex, staffId, action);
  const { usable, isEnrolled, passkeys } = await findMethods(ctx.knex, {
    staffId,
    rpId,
    key: (await ctx.auth.$context).secretConfig,
  });
  const source = { staffId, sessionId, isEmergency: isEmergency(action) };
  const lockedUntil = await findLockedUntil(ctx.knex, source, ctx.clock.now());
  const { rules } = await currentPolicy(ctx.knex, ctx);
  return {
    challenge,
    methods: usable,
    isRequired: isEnrolled || demandFor(action, ctx, rules.secondFactor) === 'always',
    lockedUntil: lockedUntil?.toISOString() ?? null,
    passkeyOptions: presentPasskeyOptions(passkeys, challenge, rpId),
  };
}

/** Wrong proofs for these are counted by themselves: see `Source` of lockout.ts. */
const isEmergency = (action: StepUpAction) =>
  action.kind === 'rejectChange' ||
  (action.kind === 'action' && actionClassOf(action.action) === 'emergency');

const OWN_FACTORS: readonly StepUpAction['kind'][] = [
  'addPasskey',
  'removePasskey',
  'newRecoveryCodes',
  'enableTotp',
  'disableTotp',
];

function demandFor({ kind }: StepUpAction, ctx: AppContext, ofPolicy: 'always' | 'ifEnrolled') {
  if (POLICY_ACTIONS.includes(kind)) return ofPolicy;
  // Otherwise the first one could not be set up.
  return OWN_FACTORS.includes(kind) ? 'ifEnrolled' : secondFactorDemand(ctx.settings);
}

/** What the browser needs to sign the challenge (hex) with a passkey; null without a passkey for this host. */
function presentPasskeyOptions(
  passkeys: readonly StaffPasskey[],
  challenge: string,
  rpId: string,
): z.output<typeof passkeyRequestOptionsOutput> | null {
  const allowCredentials = passkeys
    .filter((passkey) => passkey.rpId === rpId)
    .map(({ credentialId, transports }) => ({
      id: credentialId,
      type: 'public-key' as const,
      ...(transports.length > 0 && { transports }),
    }));
  if (allowCredentials.length === 0) return null;
  return {
    challenge: Buffer.from(challenge, 'hex').toString('base64url'),
    timeout: SIGNING_TIMEOUT_MS,
    rpId,
    allowCredentials,
    userVerification: 'required',
  };
}
