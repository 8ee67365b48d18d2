import { HttpError } from 'react-admin';
import { type AuthError, signInMessage } from '../providers/authMessages.ts';

interface Answer<Data> {
  data: Data | null;
  error: (AuthError & { details?: unknown }) | null;
}

/**
 * A call of the authentication endpoints, for the dialogs of commands.
 *
 * @throws HttpError in words, with the reason and the field that it speaks of, as the desk's own procedures
 *   do
 */
export async function askAuth<Data>(call: () => Promise<Answer<Data>>): Promise<Data> {
  const { data, error } = await call().catch((): Answer<Data> => ({ data: null, error: { status: 0 } }));
  if (data !== null && error === null) return data;
  const message = signInMessage(error);
  const fieldErrors = error?.code === 'INVALID_PASSWORD' ? { password: message } : {};
  throw new HttpError(message, error?.status ?? 0, {
    reason: error?.code ?? null,
    details: error?.details ?? {},
    fieldErrors,
  });
}
