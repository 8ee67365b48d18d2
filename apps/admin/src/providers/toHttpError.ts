import { HttpError } from 'react-admin';
import { errorWords } from './errorWords.ts';

/** What react-admin's forms, notifications and auth checks understand: words, status, errors by field. */
export function toHttpError(error: unknown): HttpError {
  const { message, status, reason, details, fieldErrors } = errorWords(error);
  const hasFields = Object.keys(fieldErrors).length > 0;
  return new HttpError(message, status, {
    reason,
    details,
    fieldErrors,
    ...(hasFields ? { errors: fieldErrors } : {}),
  });
}

/** The errors by field that travelled in `toHttpError`. */
export const fieldErrorsOf = (error: unknown): Record<string, string> =>
  (bodyOf(error).fieldErrors ?? {}) as Record<string, string>;

/** The stable word of a refusal that travelled in `toHttpError`; null for any other error. */
export function reasonOf(error: unknown): string | null {
  const { reason } = bodyOf(error);
  return typeof reason === 'string' ? reason : null;
}

/** What a refusal says beside its reason, such as `retryAt`. */
export const detailsOf = (error: unknown): Record<string, unknown> =>
  (bodyOf(error).details ?? {}) as Record<string, unknown>;

function bodyOf(error: unknown): Record<string, unknown> {
  if (!(error instanceof HttpError)) return {};
  const body: unknown = error.body;
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}
