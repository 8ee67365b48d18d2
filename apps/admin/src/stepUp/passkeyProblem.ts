/** Why a passkey was not used or made, in words. */
export class PasskeyProblem extends Error {
  /** The person closed the prompt, or let it run out: nothing is wrong. */
  readonly cancelled: boolean;

  constructor(message: string, cancelled: boolean) {
    super(message);
    this.name = 'PasskeyProblem';
    this.cancelled = cancelled;
  }
}

const WORDS: Record<string, string> = {
  ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED: 'This device has a passkey of this account already.',
  ERROR_AUTHENTICATOR_MISSING_DISCOVERABLE_CREDENTIAL_SUPPORT:
    'This device cannot keep a passkey. Try another one.',
  ERROR_AUTHENTICATOR_MISSING_USER_VERIFICATION_SUPPORT:
    'This device cannot check who you are: it needs a PIN, a fingerprint or a face. Set that up first, or try another one.',
  ERROR_AUTHENTICATOR_NO_SUPPORTED_PUBKEYCREDPARAMS_ALG:
    'This device speaks none of the signature kinds that the desk knows. Try another one.',
  ERROR_INVALID_DOMAIN:
    'Passkeys work only where the desk is opened by its name over https (or as localhost).',
  ERROR_INVALID_RP_ID: 'Passkeys of this desk belong to another address: open the desk by its own name.',
};

const wordOf = (error: unknown, key: 'name' | 'code'): string =>
  typeof error === 'object' && error !== null && key in error
    ? String((error as Record<string, unknown>)[key])
    : '';

/**
 * Puts a failure of the browser's prompt into words. Browsers say "not allowed" both for a closed prompt and
 * for one that ran out (https://www.w3.org/TR/webauthn-3/#sctn-assertion-privacy): a calm sentence fits both.
 */
export function passkeyProblem(error: unknown): PasskeyProblem {
  if (error instanceof PasskeyProblem) return error;
  const [name, code] = [wordOf(error, 'name'), wordOf(error, 'code')];
  if (name === 'NotAllowedError' || name === 'AbortError' || code === 'ERROR_CEREMONY_ABORTED')
    return new PasskeyProblem(
      'The passkey was not used. Nothing was sent: try again when you are ready.',
      true,
    );
  return new PasskeyProblem(
    WORDS[code] ?? 'The passkey could not be used on this device. Try again, or use a code.',
    false,
  );
}
