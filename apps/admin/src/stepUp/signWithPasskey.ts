import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import type { StepUpProof } from '../providers/records.ts';
import { PasskeyProblem, passkeyProblem } from './passkeyProblem.ts';

/** Whether this browser knows passkeys at all. */
export const knowsPasskeys = (): boolean => typeof globalThis.PublicKeyCredential === 'function';

/**
 * Asks the person's device to sign the server's challenge. The library is loaded when it is first needed.
 *
 * @param options what the server answered to `security.challenge`
 * @throws PasskeyProblem in words for the person; `cancelled` when the prompt was closed, or nobody answered
 *   it
 */
export async function signWithPasskey(options: PublicKeyCredentialRequestOptionsJSON): Promise<StepUpProof> {
  if (!knowsPasskeys())
    throw new PasskeyProblem('This browser knows no passkeys. Use a code instead.', false);
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
    throw passkeyProblem(error);
  }
}
