import type { ErrorReason } from '@paydesk/types/rules';
import { fieldErrorsOf } from 'ra-data-trpc';
import { asSentence, serverSentence } from '../texts/serverSentence.ts';
import { t } from '../texts/t.ts';

/** A failed call, described for the person who made it. */
export interface ErrorDescription {
  /** One or two sentences. */
  message: string;
  /** The HTTP status; 0 when the desk could not be reached. */
  status: number;
  reason: string | null;
  /** What the desk adds to the reason, such as `retryAt`. */
  details: Record<string, unknown>;
  /** What is wrong with each named input. */
  fieldErrors: Record<string, string>;
}

/** Reasons whose server message can be improved on; the message of every other reason is translated. */
const MESSAGES: Partial<Record<ErrorReason, string>> = {
  UNAUTHENTICATED: t('Your session is over. Please sign in again.'),
  PERMISSION_DENIED: t('Your role does not allow this.'),
  NOT_FOUND: t('It does not exist, or is not yours to see.'),
  RATE_LIMITED: t('Too many requests. Please wait a moment and try again.'),
  IDEMPOTENCY_CONFLICT: t(
    'This form was sent before with other values. Reload the page and check what happened before trying again.',
  ),
  INSUFFICIENT_FUNDS: t('The available balance does not cover this amount.'),
  PAGE_TOO_DEEP: t(
    'That page is too far from the start. Narrow the list with a filter, or go there page by page.',
  ),
  INVALID_CURSOR: t('The list has changed. Start again from its first page.'),
  SEARCH_TOO_BROAD: t(
    'Too many rows fit, so this took too long. Search for more letters, or add a filter such as a time or a user.',
  ),
  PROVIDER_UNAVAILABLE: t(
    'The payment provider does not answer right now. Nothing was changed; please try again later.',
  ),
  SIMULATOR_NOT_IN_USE: t('The simulator is not in use on this desk.'),
  LAST_ADMIN: t('This is the last active admin. Make someone else an admin first.'),
  INTERNAL: t('Something went wrong in the desk. It has been logged; please try again.'),
};

/** Describes a failed call. Accepts anything that can be thrown. */
export function describeError(error: unknown): ErrorDescription {
  const data = readData(error);
  const fieldErrors = Object.fromEntries(
    Object.entries(fieldErrorsOf(data?.zodError)).map(([name, message]) => [name, serverSentence(message)]),
  );
  const reason = typeof data?.reason === 'string' ? data.reason : null;
  const status = typeof data?.httpStatus === 'number' ? data.httpStatus : 0;
  const typed = reason === 'INVALID_CURSOR' && isTypedCursor(data?.path);
  const message = messageFor(error, typed ? null : reason, status, fieldErrors);
  const field = reason === null ? undefined : REASON_FIELDS[reason as ErrorReason];
  return {
    status,
    reason,
    message,
    details: isObject(data?.details) ? data.details : {},
    fieldErrors: field === undefined ? fieldErrors : { ...fieldErrors, [field]: message },
  };
}

/** The cursors of lists are the app's own; those of events are typed by the person. */
const isTypedCursor = (path: unknown): boolean =>
  typeof path === 'string' && path.startsWith('webhookEndpoints.') && !path.endsWith('.list');

function messageFor(
  error: unknown,
  reason: string | null,
  status: number,
  fieldErrors: Record<string, string>,
): string {
  if (Object.keys(fieldErrors).length > 0) return t('Please correct the marked fields.');
  const known = textOfReason(reason);
  if (known) return known;
  if (status === 0) return t('The desk does not answer. Check your connection and try again.');
  if (status === 401) return MESSAGES.UNAUTHENTICATED ?? '';
  if (status === 429) return MESSAGES.RATE_LIMITED ?? '';
  if (status >= 500 && reason === null) return MESSAGES.INTERNAL ?? '';
  return error instanceof Error && error.message !== ''
    ? refusalMessage(reason, error.message)
    : t('The desk refused this.');
}

/** What the server says about a refusal, as a sentence in the page's language. */
export const refusalMessage = (reason: string | null, message: string): string =>
  textOfReason(reason) ?? serverSentence(message, asSentence);

const textOfReason = (reason: string | null): string | undefined =>
  reason === null ? undefined : MESSAGES[reason as ErrorReason];

type Loose = Record<string, unknown>;
const isObject = (value: unknown): value is Loose => typeof value === 'object' && value !== null;

const readData = (error: unknown): Loose | null =>
  isObject(error) && isObject(error.data) ? error.data : null;

/** The input that a reason is about, so that a form can show it there. */
const REASON_FIELDS: Partial<Record<ErrorReason, string>> = {
  INVALID_ADDRESS: 'walletAddress',
  ADDRESS_UNVERIFIABLE: 'walletAddress',
  EXTRA_ID_REQUIRED: 'extraId',
  AMOUNT_TOO_SMALL: 'amountUsd',
  AMOUNT_TOO_LARGE: 'amountUsd',
  FEES_EXCEED_AMOUNT: 'amountUsd',
  INSUFFICIENT_FUNDS: 'amountUsd',
  REFUND_EXCEEDS_CHARGE: 'amountUsd',
  CURRENCY_UNKNOWN: 'currencyCode',
  CURRENCY_INACTIVE: 'currencyCode',
  WITHDRAWALS_DISABLED: 'currencyCode',
  CURRENCY_EXISTS: 'code',
  USER_FROZEN: 'userId',
  USER_ANONYMIZED: 'userId',
  INVALID_TRANSACTION_HASH: 'transactionHash',
  EXTERNAL_ID_TAKEN: 'externalId',
  EMAIL_TAKEN: 'email',
  PASSWORD_WRONG: 'password',
  WEBHOOK_URL_REFUSED: 'url',
  CURSOR_EXPIRED: 'after',
};
