import type { ErrorReason } from '@paydesk/types/rules';
import { detailsOf, reasonOf } from '../providers/toHttpError.ts';

/** What the desk said about a second factor that it did not take. */
export interface StepUpRefusal {
  /** For the field. */
  message: string;
  /** Until when no proof is looked at; null: try again now. */
  lockedUntil: string | null;
}

const REASONS: readonly ErrorReason[] = [
  'SECOND_FACTOR_INVALID',
  'SECOND_FACTOR_LOCKED',
  'SECOND_FACTOR_REQUIRED',
];

/** Whether an error is about the second factor: the step-up field says it then, and nobody else needs to. */
export const isStepUpRefusal = (error: unknown): boolean =>
  REASONS.some((reason) => reason === reasonOf(error));

/** What a failed command says about the second factor; null when it failed for another reason. */
export function stepUpRefusal(error: unknown, method: string): StepUpRefusal | null {
  if (!isStepUpRefusal(error)) return null;
  const { retryAt, attemptsLeft } = detailsOf(error);
  const lockedUntil = typeof retryAt === 'string' ? retryAt : null;
  if (reasonOf(error) !== 'SECOND_FACTOR_INVALID')
    return {
      message: error instanceof Error ? error.message : 'This needs your second factor.',
      lockedUntil,
    };
  return { message: wrongWords(method, attemptsLeft), lockedUntil };
}

function wrongWords(method: string, attemptsLeft: unknown): string {
  const what =
    {
      totp: 'That code is not right, or was used before: each code works once. Wait for the next one.',
      recoveryCode: 'That recovery code is not right, or was used before.',
    }[method] ?? 'The desk does not know this passkey’s signature. Try again.';
  if (typeof attemptsLeft !== 'number' || attemptsLeft > 2 || attemptsLeft < 1) return what;
  return `${what} ${attemptsLeft === 1 ? 'One try is' : `${attemptsLeft} tries are`} left before a pause.`;
}
