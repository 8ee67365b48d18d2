import type { passkeyOutput, securityOverviewOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { Desk } from '../desk/desk.ts';
import type { StaffPasskey } from '../models/StaffPasskey.ts';
import { currentPolicy } from '../policy/currentPolicy.ts';
import { findMethods } from '../stepUp/findMethods.ts';
import { findLockedUntil } from '../stepUp/lockout.ts';
import { relyingPartyOf } from '../stepUp/stepUpDesk.ts';

/** One person's second factors, without any secret. */
export async function presentOverview(
  desk: Desk,
  staffId: string,
): Promise<z.output<typeof securityOverviewOutput>> {
  const { rpId } = relyingPartyOf(desk.settings.publicUrl);
  const { usable, isEnrolled, recoveryCodesLeft, passkeys } = await findMethods(desk.knex, {
    staffId,
    rpId,
    key: (await desk.auth.$context).secretConfig,
  });
  const { secondFactor } = (await currentPolicy(desk.knex, desk)).rules;
  return {
    totpEnabled: usable.includes('totp'),
    recoveryCodesLeft,
    methods: usable,
    passkeys: passkeys.map((passkey) => ({ ...presentPasskey(passkey), isUsable: passkey.rpId === rpId })),
    lockedUntil: (await findLockedUntil(desk.knex, staffId, desk.clock.now()))?.toISOString() ?? null,
    secondFactor,
    isRequired: isEnrolled || secondFactor === 'always',
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
