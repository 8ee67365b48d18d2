import type { StepUpEvidence } from '@paydesk/types';
import type { StaffPasskey } from '../models/StaffPasskey.ts';

export type Assertion = NonNullable<StepUpEvidence['assertion']>;

export interface Expected {
  /** Lowercase hex. */
  challenge: string;
  /** Scheme, host and port of the page that asked. Null: any page of the passkey's host. */
  origin: string | null;
  /**
   * The count of signatures must be higher than this, where the authenticator counts; null: it was looked at
   * when the signature was made.
   */
  counter: string | null;
}

/**
 * Whether this passkey has signed this challenge, on one of the desk's own pages, after its owner was
 * verified by PIN, finger or face. Needs nothing but the stored public key.
 *
 * @returns the authenticator's new count of signatures; null: not signed by this key for this
 */
export async function checkAssertion(
  passkey: StaffPasskey,
  assertion: Assertion,
  expected: Expected,
): Promise<{ counter: number; backedUp: boolean } | null> {
  // Loaded with the first passkey: it would add a fifth of a second to every start.
  const { verifyAuthenticationResponse } = await import('@simplewebauthn/server');
  const { decodeClientDataJSON } = await import('@simplewebauthn/server/helpers');
  try {
    const clientData = decodeClientDataJSON(assertion.clientDataJSON);
    // Signed inside a frame of somebody else's page. The library lets that pass where the browser does not
    // name the page.
    if (clientData.crossOrigin === true) return null;
    const origin =
      expected.origin ?? (new URL(clientData.origin).hostname === passkey.rpId ? clientData.origin : 'none');
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response: {
        id: passkey.credentialId,
        rawId: passkey.credentialId,
        type: 'public-key',
        clientExtensionResults: {},
        response: assertion,
      },
      expectedChallenge: Buffer.from(expected.challenge, 'hex').toString('base64url'),
      expectedOrigin: origin,
      expectedRPID: passkey.rpId,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: new Uint8Array(passkey.publicKey),
        counter: Number(expected.counter ?? 0),
      },
    });
    return verified
      ? { counter: authenticationInfo.newCounter, backedUp: authenticationInfo.credentialBackedUp }
      : null;
  } catch {
    // The library throws for whatever does not fit, from a wrong origin to bytes that are no CBOR.
    return null;
  }
}
