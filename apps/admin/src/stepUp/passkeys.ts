import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser';
import type { NewPasskey, StepUpProof } from '../providers/records.ts';
import { PasskeyError, toPasskeyError } from './passkeyError.ts';
import { t } from '../texts/t.ts';

/** Whether this browser supports passkeys. */
export const supportsPasskeys = (): boolean => typeof globalThis.PublicKeyCredential === 'function';

/**
 * Asks the person's device to sign the server's challenge. The library is loaded when it is first needed.
 *
 * @param options what the server answered to `security.challenge`
 * @throws PasskeyError with a message for the person; `cancelled` when the prompt was closed or timed out
 */
export async function signWithPasskey(options: PublicKeyCredentialRequestOptionsJSON): Promise<StepUpProof> {
  if (!supportsPasskeys())
    throw new PasskeyError(t('This browser does not support passkeys. Use a code instead.'), false);
  const { startAuthentication } = await import('@simplewebauthn/browser');
  try {
    const { id, rawId, type, response, authenticatorAttachment } = await startAuthentication({
      optionsJSON: options,
    });
    const { clientDataJSON, authenticatorData, signature, userHandle } = response;
    return {
      kind: 'passkey',
      answer: {
        id,
        rawId,
        type,
        clientExtensionResults: {},
        ...(authenticatorAttachment && { authenticatorAttachment }),
        response: { clientDataJSON, authenticatorData, signature, ...(userHandle && { userHandle }) },
      },
    };
  } catch (error) {
    throw toPasskeyError(error);
  }
}

/**
 * Asks the person's device to create a passkey for this desk.
 *
 * @param options what the server answered to `security.passkeyOptions`
 * @throws PasskeyError with a message for the person
 */
export async function createPasskey(options: PublicKeyCredentialCreationOptionsJSON): Promise<NewPasskey> {
  if (!supportsPasskeys())
    throw new PasskeyError(t('This browser does not support passkeys. Try another one.'), false);
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
    throw toPasskeyError(error);
  }
}
