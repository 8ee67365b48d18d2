import { staffRoleSchema } from '@paydesk/types';
import { isAPIError } from 'better-auth/api';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { readBearer } from './bearerSecret.ts';
import type { Auth, AuthLog } from './createAuth.ts';
import { findService } from './findService.ts';
import { findTokenUser } from './findTokenUser.ts';
import { anonymous, permissionsOfRole, type AnonymousPrincipal, type Principal, type StaffPrincipal } from './principal.ts';

export interface AuthenticateDeps {
  knex: Knex;
  auth: Auth;
  log?: Pick<AuthLog, 'warn'>;
}

export interface Credentials {
  /** The `Authorization` header as it came; undefined when there was none. It wins over a cookie. */
  authorization?: string | undefined;
  /** Headers with the caller's `cookie`. */
  cookieHeaders: Headers;
}

export interface Authenticated {
  principal: Principal;
  /** `Set-Cookie` values for the answer: a prolonged session, or a dead one taken away. */
  setCookie?: string[];
}

/**
 * Tells who is calling. Without any credentials, and with a session that has ended: anonymous.
 *
 * @throws DomainError `UNAUTHENTICATED` for an `Authorization` header that opens nothing; never silently anonymous
 */
export async function authenticate(deps: AuthenticateDeps, { authorization, cookieHeaders }: Credentials): Promise<Authenticated> {
  if (authorization !== undefined) return { principal: await bearer(deps, authorization) };
  if (!cookieHeaders.has('cookie')) return { principal: anonymous };
  return await session(deps.auth, cookieHeaders);
}

async function bearer({ knex, log }: AuthenticateDeps, authorization: string): Promise<Principal> {
  const given = readBearer(authorization);
  const principal =
    given?.prefix === 'pk' ? await findService(knex, given.hash, log)
    : given?.prefix === 'ut' ? await findTokenUser(knex, given.hash)
    : null;
  // One message for every cause, and nothing of what was sent.
  if (!principal) throw new DomainError('UNAUTHENTICATED', 'The Authorization header holds no valid API key or user token');
  return principal;
}

async function session(auth: Auth, headers: Headers): Promise<Authenticated> {
  const answer = await auth.api.getSession({ headers, returnHeaders: true }).catch((error: unknown) => {
    // The session ended between the look-up and its refresh.
    if (isAPIError(error) && error.status === 'UNAUTHORIZED') return null;
    throw error;
  });
  const setCookie = answer?.headers.getSetCookie() ?? [];
  const principal = answer?.response ? staffPrincipal(answer.response) : anonymous;
  return setCookie.length > 0 ? { principal, setCookie } : { principal };
}

type Session = NonNullable<Awaited<ReturnType<Auth['api']['getSession']>>>;

function staffPrincipal({ user, session }: Session): StaffPrincipal | AnonymousPrincipal {
  if (user.deactivatedAt) return anonymous;
  const role = staffRoleSchema.parse(user.role);
  return {
    kind: 'staff',
    id: user.id,
    name: user.name,
    email: user.email,
    role,
    twoFactorEnabled: user.twoFactorEnabled === true,
    sessionId: session.id,
    permissions: permissionsOfRole(role),
  };
}
