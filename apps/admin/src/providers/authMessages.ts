import { MIN_PASSWORD_LENGTH } from '@paydesk/types/rules';

/** The error of an authentication endpoint. */
export interface AuthError {
  status?: number;
  code?: string | undefined;
  message?: string | undefined;
}

const MESSAGES: Record<string, string> = {
  INVALID_EMAIL_OR_PASSWORD: 'E-mail or password is wrong.',
  INVALID_EMAIL: 'That does not look like an e-mail address.',
  INVALID_PASSWORD: 'The password is wrong.',
  INVALID_CODE: 'That code is not right. Codes change every 30 seconds: try the newest one.',
  INVALID_BACKUP_CODE: 'That backup code is not right, or it has been used already.',
  INVALID_TWO_FACTOR_COOKIE: 'The sign-in took too long. Please start again.',
  BACKUP_CODES_NOT_ENABLED: 'This account has no backup codes.',
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: 'Too many wrong codes. Wait a few minutes, then sign in again.',
  PASSWORD_TOO_SHORT: `The new password is too short: at least ${MIN_PASSWORD_LENGTH} characters.`,
  PASSWORD_TOO_LONG: 'The new password is too long.',
  BANNED_USER: 'This account has been deactivated. Ask an admin of the desk.',
  ACCOUNT_DEACTIVATED: 'This account has been deactivated. Ask an admin of the desk.',
};

/**
 * The message of a failed sign-in for the person at the form.
 *
 * @param error the server's error; null when it could not be reached
 * @param retryAfterSeconds the server's `Retry-After`, if it sent one
 */
export function signInMessage(error: AuthError | null, retryAfterSeconds?: number): string {
  if (error === null || error.status === 0)
    return 'The desk does not answer. Check your connection and try again.';
  if (error.status === 429)
    return `Too many attempts. Please wait ${waitText(retryAfterSeconds)} and try again.`;
  if (error.code && MESSAGES[error.code]) return MESSAGES[error.code] ?? '';
  if ((error.status ?? 0) >= 500) return 'The desk has a problem right now. Please try again in a minute.';
  return error.message ?? 'The sign-in was refused.';
}

const waitText = (seconds: number | undefined): string => {
  if (seconds === undefined || !Number.isFinite(seconds) || seconds <= 0) return 'a minute';
  return seconds < 90 ? `${Math.ceil(seconds)} seconds` : `${Math.ceil(seconds / 60)} minutes`;
};
