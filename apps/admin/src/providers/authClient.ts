import { createAuthClient } from 'better-auth/client';
import { twoFactorClient } from 'better-auth/client/plugins';

/** Sign-in, second factor and sessions; the desk's own origin, `/api/auth`. */
export const authClient = createAuthClient({ plugins: [twoFactorClient()] });

const SIGNED_OUT = 'paydesk:signedOut';

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

/** Tells the page that the session is over, for instance after the server refused it. */
export function announceSignedOut(): void {
  dispatchEvent(new Event(SIGNED_OUT));
}

/** Calls back when the session is over; returns the function that stops listening. */
export function onSignedOut(callback: () => void): () => void {
  addEventListener(SIGNED_OUT, callback);
  return () => removeEventListener(SIGNED_OUT, callback);
}
