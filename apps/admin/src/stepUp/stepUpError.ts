import type { ErrorReason } from '@paydesk/types/rules';
import { detailsOf, reasonOf } from '../providers/httpError.ts';
import { plural, t } from '../texts/t.ts';

/** Why the desk rejected a second factor. */
export interface StepUpRejection {
  /** For the field. */
  message: string;
  /** Until when no proof is accepted; null: try again now. */
  lockedUntil: string | null;
}

const REASONS: readonly ErrorReason[] = [
  'SECOND_FACTOR_INVALID',
  'SECOND_FACTOR_LOCKED',
  'SECOND_FACTOR_REQUIRED',
  'PASSKEY_REQUIRED',
];

/** Whether an error is about the second factor: the step-up field shows it, so the dialog need not. */
export const isStepUpError = (error: unknown): boolean =>
  REASONS.some((reason) => reason === reasonOf(error));

/** Why a failed command rejected the second factor; null when it failed for another reason. */
export function readStepUpError(error: unknown, method: string): StepUpRejection | null {
  if (!isStepUpError(error)) return null;
  const { retryAt, attemptsLeft } = detailsOf(error);
  const lockedUntil = typeof retryAt === 'string' ? retryAt : null;
  if (reasonOf(error) !== 'SECOND_FACTOR_INVALID')
    return {
      message: error instanceof Error ? error.message : t('This needs your second factor.'),
      lockedUntil,
    };
  return { message: wrongProofMessage(method, attemptsLeft), lockedUntil };
}

function wrongProofMessage(method: string, attemptsLeft: unknown): string {
  const message =
    {
      totp: t('That code is not right, or was used before: each code works once. Wait for the next one.'),
      recoveryCode: t('That recovery code is not right, or was used before.'),
    }[method] ?? t('The desk does not know this passkey’s signature. Try again.');
  if (typeof attemptsLeft !== 'number' || attemptsLeft > 2 || attemptsLeft < 1) return message;
  const left = plural(attemptsLeft, {
    one: '{count} attempt is left before a pause.',
    other: '{count} attempts are left before a pause.',
  });
  return `${message} ${left}`;
}
