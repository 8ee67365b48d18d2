import type { Permission } from '@paydesk/types/rules';
import { type AuthProvider, HttpError } from 'react-admin';
import { announceSignedOut, signOut } from './signedIn.ts';
import { permissionFor } from './permissionFor.ts';
import { queryClient } from './queryClient.ts';
import { toHttpError } from './toHttpError.ts';
import { trpc } from './trpc.ts';
import type { Session } from './wire.ts';

/** Who is signed in and what they may do; asked once a minute at most. */
export const readSession = (): Promise<Session> =>
  queryClient.fetchQuery({
    queryKey: ['system', 'session'],
    staleTime: 60_000,
    queryFn: () =>
      trpc.system.session.query(undefined).catch((error: unknown) => {
        throw toHttpError(error);
      }),
  });

const sessionIsOver = (error: unknown): boolean => error instanceof HttpError && error.status === 401;

/** Sign-in itself happens on the page outside of react-admin; this one watches that it lasts. */
export const authProvider: AuthProvider = {
  login: () => Promise.reject(new Error('The login page signs people in.')),
  // Gives false so that react-admin does not go looking for a login route: the page itself shows the form.
  logout: async () => {
    await signOut();
    return false;
  },
  checkAuth: async () => {
    await readSession();
  },
  checkError: async (error: unknown) => {
    if (!sessionIsOver(error)) return;
    announceSignedOut();
    throw Object.assign(new Error('Your session is over. Please sign in again.'), { logoutUser: true });
  },
  getPermissions: async (): Promise<Permission[]> => (await readSession()).permissions,
  getIdentity: async () => {
    const { id, name, email } = await readSession();
    return { id, fullName: name, email };
  },
  canAccess: async ({ resource, action }) => {
    const needed = permissionFor(resource, action);
    return needed === null || (await readSession()).permissions.includes(needed);
  },
};
