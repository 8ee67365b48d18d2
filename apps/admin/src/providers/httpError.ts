import { describeError } from './describeError.ts';

/** What react-admin's forms, notifications and auth checks read from an error, beside its message. */
interface HttpFields {
  /** The HTTP status; 0 when the desk could not be reached. */
  status: number;
  body: {
    reason: string | null;
    details: Record<string, unknown>;
    fieldErrors: Record<string, string>;
    /** The same as `fieldErrors`, under the name that react-admin looks for; absent when there are none. */
    errors?: Record<string, string>;
  };
}

/** The same error with a message for people, its status, and a body with the reason and the errors by field. */
export function withHttpFields<Failure extends Error>(error: Failure): Failure & HttpFields {
  const { message, status, reason, details, fieldErrors } = describeError(error);
  const errors = Object.keys(fieldErrors).length > 0 ? { errors: fieldErrors } : {};
  return Object.assign(error, { message, status, body: { reason, details, fieldErrors, ...errors } });
}

/** The HTTP status of a failed call; 0 for any other error, and when the desk could not be reached. */
export const statusOf = (error: unknown): number =>
  error instanceof Error && 'status' in error && typeof error.status === 'number' ? error.status : 0;

/** The stable reason of a failed call; null for any other error. */
export function reasonOf(error: unknown): string | null {
  const { reason } = bodyOf(error);
  return typeof reason === 'string' ? reason : null;
}

/** What the desk adds to the reason, such as `retryAt`. */
export const detailsOf = (error: unknown): Record<string, unknown> =>
  (bodyOf(error).details ?? {}) as Record<string, unknown>;

/** What is wrong with each named input. */
export const fieldErrorsOf = (error: unknown): Record<string, string> =>
  (bodyOf(error).fieldErrors ?? {}) as Record<string, string>;

function bodyOf(error: unknown): Record<string, unknown> {
  const body: unknown = error instanceof Error && 'body' in error ? error.body : null;
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
}
