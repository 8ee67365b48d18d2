import type { passkeyCreationOptionsOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { StaffPrincipal } from '../auth/principal.ts';
import type { AppContext } from '../context/appContext.ts';
import { StaffPasskey } from '../models/StaffPasskey.ts';
import { ALGORITHMS } from '../stepUp/checkNewPasskey.ts';
import { startRegistration, REGISTRATION_SECONDS } from '../stepUp/registrations.ts';
import { relyingPartyOf } from '../stepUp/stepUpContext.ts';

/**
 * What the browser needs to create a passkey for this person. `addPasskey` enrols it, with the password and a
 * second factor where there is one.
 */
export async function startPasskey(
  ctx: AppContext,
  staff: StaffPrincipal,
): Promise<z.output<typeof passkeyCreationOptionsOutput>> {
  const { rpId } = relyingPartyOf(ctx.settings.publicUrl);
  const known = await StaffPasskey.query(ctx.knex).where({ staffId: staff.id, rpId }).whereNull('removedAt');
  const challenge = await startRegistration(ctx.knex, staff.id, ctx.clock.now());
  return {
    rp: { name: 'Paydesk', id: rpId },
    user: {
      id: Buffer.from(staff.id.replaceAll('-', ''), 'hex').toString('base64url'),
      name: staff.email,
      displayName: staff.name,
    },
    challenge,
    timeout: REGISTRATION_SECONDS * 1000,
    pubKeyCredParams: ALGORITHMS.map((alg) => ({ alg, type: 'public-key' as const })),
    excludeCredentials: known.map(({ credentialId, transports }) => ({
      id: credentialId,
      type: 'public-key' as const,
      ...(transports.length > 0 && { transports }),
    })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
    attestation: 'none',
  };
}
