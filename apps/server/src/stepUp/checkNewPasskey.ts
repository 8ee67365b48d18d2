import type { passkeyAddInput } from '@paydesk/types';
import type { z } from 'zod';
import type { StaffPasskey } from '../models/StaffPasskey.ts';
import type { RelyingParty } from './stepUpContext.ts';

type NewPasskeyAnswer = z.output<typeof passkeyAddInput>['answer'];

/**
 * Parses a new passkey from the browser's answer, and checks that it was created for this challenge, on this
 * desk's page, by a verified owner. The make of the authenticator is not checked: attestation certificates
 * are refused unread, so that callers cannot feed them to a parser and the server does not query the internet
 * for their revocation.
 *
 * @param challenge base64url, as in the options of the registration
 * @returns null when anything does not match
 */
export async function checkNewPasskey(
  answer: NewPasskeyAnswer,
  challenge: string,
  party: RelyingParty,
): Promise<Pick<
  StaffPasskey,
  'credentialId' | 'publicKey' | 'rpId' | 'counter' | 'transports' | 'deviceType' | 'backedUp'
> | null> {
  const { verifyRegistrationResponse } = await import('@simplewebauthn/server');
  const { decodeAttestationObject, decodeClientDataJSON } = await import('@simplewebauthn/server/helpers');
  try {
    if (decodeClientDataJSON(answer.response.clientDataJSON).crossOrigin === true) return null;
    const attestation = decodeAttestationObject(
      new Uint8Array(Buffer.from(answer.response.attestationObject, 'base64url')),
    );
    const isPlain =
      attestation.get('fmt') === 'none' ||
      (attestation.get('fmt') === 'packed' && attestation.get('attStmt').get('x5c') === undefined);
    if (!isPlain) return null;
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response: { ...answer, clientExtensionResults: {} },
      expectedChallenge: challenge,
      expectedOrigin: party.origin,
      expectedRPID: party.rpId,
      requireUserVerification: true,
      supportedAlgorithmIDs: ALGORITHMS,
    });
    if (!verified || registrationInfo.credential.id !== answer.id) return null;
    const { credential, credentialDeviceType, credentialBackedUp } = registrationInfo;
    return {
      credentialId: credential.id,
      publicKey: Buffer.from(credential.publicKey),
      rpId: party.rpId,
      counter: String(credential.counter),
      transports: answer.response.transports ?? [],
      deviceType: credentialDeviceType,
      backedUp: credentialBackedUp,
    };
  } catch {
    return null;
  }
}

/** EdDSA, ES256 and RS256 as COSE numbers: what authenticators support. */
export const ALGORITHMS = [-8, -7, -257];
