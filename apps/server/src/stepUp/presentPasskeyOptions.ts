import type { passkeyRequestOptionsOutput } from '@paydesk/types';
import type { z } from 'zod';
import type { StaffPasskey } from '../models/StaffPasskey.ts';

const SIGNING_TIMEOUT_MS = 120_000;

/**
 * What the browser needs to let one of these passkeys sign the challenge (hex); null where none is good at
 * this address.
 */
export function presentPasskeyOptions(
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
