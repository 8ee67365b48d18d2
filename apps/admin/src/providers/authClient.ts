import { createAuthClient } from 'better-auth/client';
import { twoFactorClient } from 'better-auth/client/plugins';

/** Sign-in, second factor and sessions; the desk's own origin, `/api/auth`. */
export const authClient = createAuthClient({ plugins: [twoFactorClient()] });
