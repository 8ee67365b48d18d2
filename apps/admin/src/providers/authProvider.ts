import type { Permission } from '@paydesk/types/rules';
import type { AuthProvider } from 'react-admin';
import { signOut } from './authClient.ts';
import { statusOf } from './httpError.ts';
import { permissionFor } from './permissions.ts';
import { readSession } from './session.ts';

/** Sign-in itself happens on the page outside of react-admin; this one checks that the session lasts. */
export const authProvider: AuthProvider = {
  login: () => Promise.reject(new Error('The login page signs people in.')),
  // Returns false so that react-admin does not look for a login route: the page itself shows the form.
  logout: async () => {
    await signOut();
    return false;
  },
  checkAuth: async () => {
    await readSession();
  },
  checkError: async (error: unknown) => {
    if (statusOf(error) !== 401) return;
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
