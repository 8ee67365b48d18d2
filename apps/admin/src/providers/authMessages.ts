import { MIN_PASSWORD_LENGTH } from '@paydesk/types/rules';
import { plural, t } from '../texts/t.ts';

/** The error of an authentication endpoint. */
export interface AuthError {
  status?: number;
  code?: string | undefined;
  message?: string | undefined;
}

const MESSAGES: Record<string, string> = {
  INVALID_EMAIL_OR_PASSWORD: t('E-mail or password is wrong.'),
  INVALID_EMAIL: t('That does not look like an e-mail address.'),
  INVALID_PASSWORD: t('The password is wrong.'),
  INVALID_CODE: t('That code is not right. Codes change every 30 seconds: try the newest one.'),
  INVALID_BACKUP_CODE: t('That recovery code is not right, or it has been used already.'),
  INVALID_TWO_FACTOR_COOKIE: t('The sign-in took too long. Please start again.'),
  BACKUP_CODES_NOT_ENABLED: t('This account has no recovery codes.'),
  TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE: t('Too many wrong codes. Wait a few minutes, then sign in again.'),
  PASSWORD_TOO_SHORT: t('The new password is too short: at least {minPasswordLength} characters.', {
    minPasswordLength: MIN_PASSWORD_LENGTH,
  }),
  PASSWORD_TOO_LONG: t('The new password is too long.'),
  BANNED_USER: t('This account has been deactivated. Ask an admin of the desk.'),
  ACCOUNT_DEACTIVATED: t('This account has been deactivated. Ask an admin of the desk.'),
};

/**
 * The message of a failed sign-in for the person at the form.
 *
 * @param error the server's error; null when it could not be reached
 * @param retryAfterSeconds the server's `Retry-After`, if it sent one
 */
export function signInMessage(error: AuthError | null, retryAfterSeconds?: number): string {
  if (error === null || error.status === 0)
    return t('The desk does not answer. Check your connection and try again.');
  if (error.status === 429) return waitMessage(retryAfterSeconds);
  if (error.code && MESSAGES[error.code]) return MESSAGES[error.code] ?? '';
  if ((error.status ?? 0) >= 500) return t('The desk has a problem right now. Please try again in a minute.');
  return error.message ?? t('The sign-in was refused.');
}

function waitMessage(seconds: number | undefined): string {
  if (seconds === undefined || !Number.isFinite(seconds) || seconds <= 0)
    return t('Too many attempts. Please wait a minute and try again.');
  return seconds < 90
    ? plural(Math.ceil(seconds), {
        one: 'Too many attempts. Please wait {count} second and try again.',
        other: 'Too many attempts. Please wait {count} seconds and try again.',
      })
    : plural(Math.ceil(seconds / 60), {
        one: 'Too many attempts. Please wait {count} minute and try again.',
        other: 'Too many attempts. Please wait {count} minutes and try again.',
      });
}
