import { HttpError } from 'react-admin';
import { errorWords } from './errorWords.ts';

/** What react-admin's forms, notifications and auth checks understand: words, status, errors by field. */
export function toHttpError(error: unknown): HttpError {
  const { message, status, reason, fieldErrors } = errorWords(error);
  const hasFields = Object.keys(fieldErrors).length > 0;
  return new HttpError(message, status, { reason, fieldErrors, ...(hasFields ? { errors: fieldErrors } : {}) });
}

/** The errors by field that travelled in `toHttpError`. */
export function fieldErrorsOf(error: unknown): Record<string, string> {
  if (!(error instanceof HttpError)) return {};
  const body: unknown = error.body;
  return typeof body === 'object' && body !== null && 'fieldErrors' in body ? (body.fieldErrors as Record<string, string>) : {};
}
