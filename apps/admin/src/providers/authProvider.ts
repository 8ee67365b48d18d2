import type { Permission } from '@paydesk/types/rules';
import type { AuthProvider } from 'react-admin';
import { signOut } from './authClient.ts';
import { permissionFor } from './neededPermissions.ts';
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
  // The client of the desk has announced it already, and the page shows the sign-in: see `announceSessionEnded`.
  checkError: () => Promise.resolve(),
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
