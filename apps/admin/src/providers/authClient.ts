import { createAuthClient } from 'better-auth/client';
import { twoFactorClient } from 'better-auth/client/plugins';

/** Sign-in, second factor and sessions; the desk's own origin, `/api/auth`. */
export const authClient = createAuthClient({ plugins: [twoFactorClient()] });

const SIGNED_OUT = 'paydesk:signedOut';
const SESSION_ENDED = 'paydesk:sessionEnded';
const SIGNED_IN = 'paydesk:signedIn';

/** Whether the browser holds a valid session. Throws when the desk cannot be reached. */
export async function isSignedIn(): Promise<boolean> {
  const { data, error } = await authClient.getSession();
  if (error && error.status !== 401) throw new Error('The desk does not answer.');
  return data !== null;
}

/** Ends the session on the server; the page goes back to the login form even if the server is away. */
export async function signOut(): Promise<void> {
  await authClient.signOut().catch(() => undefined);
  announceSignedOut();
}

/** Tells the page that the person is signed out: nothing of what is on it is kept. */
export function announceSignedOut(): void {
  dispatchEvent(new Event(SIGNED_OUT));
}

/** Calls back when the session is over; returns the function that stops listening. */
export function onSignedOut(callback: () => void): () => void {
  addEventListener(SIGNED_OUT, callback);
  return () => removeEventListener(SIGNED_OUT, callback);
}

/**
 * Tells the page that the desk refused a call because the session has ended.
 *
 * @returns whether the page stays as it is, because somebody types in it, until the person has signed in again;
 *   otherwise it is that of someone who is signed out
 */
export function announceSessionEnded(): boolean {
  const isKept = !dispatchEvent(new Event(SESSION_ENDED, { cancelable: true }));
  if (!isKept) announceSignedOut();
  return isKept;
}

/** Calls back when the session has ended; true: the page stays. Returns the function that stops listening. */
export function onSessionEnded(callback: () => boolean): () => void {
  const listen = (event: Event) => {
    if (callback()) event.preventDefault();
  };
  addEventListener(SESSION_ENDED, listen);
  return () => removeEventListener(SESSION_ENDED, listen);
}

/** Tells the page that the same person has signed in again, without leaving it. */
export function announceSignedIn(): void {
  dispatchEvent(new Event(SIGNED_IN));
}

/** Calls back when the same person has signed in again; returns the function that stops listening. */
export function onSignedIn(callback: () => void): () => void {
  addEventListener(SIGNED_IN, callback);
  return () => removeEventListener(SIGNED_IN, callback);
}
