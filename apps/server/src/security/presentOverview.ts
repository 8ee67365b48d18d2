import { passkeyFromUsd, type passkeyOutput, type securityOverviewOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { StaffPrincipal } from '../auth/principal.ts';
import type { AppContext } from '../context/appContext.ts';
import type { StaffPasskey } from '../models/StaffPasskey.ts';
import { currentPolicy } from '../policyEngine/currentPolicy.ts';
import { findMethods } from '../stepUp/findMethods.ts';
import { findLockedUntil } from '../stepUp/lockout.ts';
import { relyingPartyOf } from '../stepUp/stepUpContext.ts';

/** One person's second factors, without any secret. */
export async function presentOverview(
  ctx: AppContext,
  { id: staffId, sessionId }: Pick<StaffPrincipal, 'id' | 'sessionId'>,
): Promise<z.output<typeof securityOverviewOutput>> {
  const { rpId } = relyingPartyOf(ctx.settings.publicUrl);
  const { usable, isEnrolled, recoveryCodesLeft, passkeys } = await findMethods(ctx.knex, {
    staffId,
    rpId,
    key: (await ctx.auth.$context).secretConfig,
  });
  const source = { staffId, sessionId, isEmergency: false };
  const lockedUntil = await findLockedUntil(ctx.knex, source, ctx.clock.now());
  const { rules } = await currentPolicy(ctx.knex, ctx);
  return {
    totpEnabled: usable.includes('totp'),
    recoveryCodesLeft,
    methods: usable,
    passkeys: passkeys.map((passkey) => ({ ...presentPasskey(passkey), isUsable: passkey.rpId === rpId })),
    lockedUntil: lockedUntil?.toISOString() ?? null,
    secondFactor: rules.secondFactor,
    isRequired: isEnrolled || rules.secondFactor === 'always',
    passkeyFromUsd: passkeyFromUsd(rules),
  };
}

export function presentPasskey({
  id,
  name,
  createdAt,
  lastUsedAt,
}: StaffPasskey): z.output<typeof passkeyOutput> {
  return { id, name, createdAt: createdAt.toISOString(), lastUsedAt: lastUsedAt?.toISOString() ?? null };
}
