import { t } from '../texts/t.ts';

/** Why a passkey was not used or created, with a message for the person. */
export class PasskeyError extends Error {
  /** The person closed the prompt, or it timed out: nothing is wrong. */
  readonly cancelled: boolean;

  constructor(message: string, cancelled: boolean) {
    super(message);
    this.name = 'PasskeyError';
    this.cancelled = cancelled;
  }
}

const MESSAGES: Record<string, string> = {
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: t('This device has a passkey of this account already.'),
  ERROR_AUTHENTICATOR_MISSING_DISCOVERABLE_CREDENTIAL_SUPPORT: t(
    'This device cannot keep a passkey. Try another one.',
  ),
  ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT: t(
    'This device cannot check who you are: it needs a PIN, a fingerprint or a face. Set that up first, or try another one.',
  ),
  ERROR_AUTHENTICATOR_NO_SUPPORTED_PUBKEYCREDPARAMS_ALG: t(
    'This device supports none of the desk’s signature algorithms. Try another one.',
  ),
  ERROR_INVALID_DOMAIN: t(
    'Passkeys work only where the desk is opened by its name over https (or as localhost).',
  ),
  ERROR_INVALID_RP_ID: t('Passkeys of this desk belong to another address: open the desk by its own name.'),
};

const textOf = (error: unknown, key: 'name' | 'code'): string =>
  typeof error === 'object' && error !== null && key in error
    ? String((error as Record<string, unknown>)[key])
    : '';

/**
 * Describes a failure of the browser's prompt. Browsers report "not allowed" both for a closed prompt and for
 * one that timed out (https://www.w3.org/TR/webauthn-3/#sctn-assertion-privacy): one message fits both.
 */
export function toPasskeyError(error: unknown): PasskeyError {
  if (error instanceof PasskeyError) return error;
  const [name, code] = [textOf(error, 'name'), textOf(error, 'code')];
  if (name === 'NotAllowedError' || name === 'AbortError' || code === 'ERROR_CEREMONY_ABORTED')
    return new PasskeyError(
      t('The passkey was not used. Nothing was sent: try again when you are ready.'),
      true,
    );
  return new PasskeyError(
    MESSAGES[code] ?? t('The passkey could not be used on this device. Try again, or use a code.'),
    false,
  );
}
