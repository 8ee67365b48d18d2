import type { PublicKeyCredentialCreationOptionsJSON } from '@simplewebauthn/browser';
import type { NewPasskey } from '../providers/records.ts';
import { PasskeyProblem, passkeyProblem } from './passkeyProblem.ts';
import { knowsPasskeys } from './signWithPasskey.ts';

/**
 * Asks the person's device to make a passkey for this desk.
 *
 * @param options what the server answered to `security.passkeyOptions`
 * @throws PasskeyProblem in words for the person
 */
export async function makePasskey(options: PublicKeyCredentialCreationOptionsJSON): Promise<NewPasskey> {
  if (!knowsPasskeys()) throw new PasskeyProblem('This browser knows no passkeys. Try another one.', false);
  const { startRegistration } = await import('@simplewebauthn/browser');
  try {
    const { id, rawId, type, response, authenticatorAttachment } = await startRegistration({
      optionsJSON: options,
    });
    const { clientDataJSON, attestationObject, transports } = response;
    return {
      id,
      rawId,
      type,
      clientExtensionResults: {},
      ...(authenticatorAttachment && { authenticatorAttachment }),
      response: { clientDataJSON, attestationObject, ...(transports && { transports }) },
    };
  } catch (error) {
    throw passkeyProblem(error);
  }
}
