import { staffRoleSchema } from '@paydesk/types';
import { isAPIError } from 'better-auth/api';
import type { Knex } from 'knex';
import { DomainError } from '../base/domainError.ts';
import { callerNetwork, isInRanges } from '../base/networkAddress.ts';
import { readBearer } from '../auth/bearerSecret.ts';
import type { Auth, AuthLog } from './createAuth.ts';
import { findService } from './findService.ts';
import { findTokenUser } from './findTokenUser.ts';
import { owesSecondFactor } from './owesSecondFactor.ts';
import { limitAttempts, type AttemptLimit } from '../auth/limitAttempts.ts';
import {
  anonymous,
  permissionsOfRole,
  permissionsWhileEnrolling,
  type AnonymousPrincipal,
  type Principal,
  type StaffPrincipal,
} from '../auth/principal.ts';

export interface AuthenticateDeps {
  knex: Knex;
  auth: Auth;
  log?: Pick<AuthLog, 'warn'>;
  /** Ranges of addresses that staff may come from; null and unset: from anywhere. */
  staffAllowedIps?: readonly string[] | null;
}

export interface Credentials {
  /** The `Authorization` header as it came; undefined when there was none. It wins over a cookie. */
  authorization?: string | undefined;
  /** Headers with the caller's `cookie`. */
  cookieHeaders: Headers;
  /** Where the caller is, as the door knows it. Null or unset: unknown, which no list of addresses allows. */
  address?: string | null;
}

export interface Authenticated {
  principal: Principal;
  /** `Set-Cookie` values for the answer: a prolonged session, or a dead one taken away. */
  setCookie?: string[];
}

/**
 * Wrong keys and tokens from one address. Only failures are counted, so a good key waits for nothing and is
 * let in whatever its neighbours send.
 */
const BAD_SECRETS: AttemptLimit = { max: 60, windowSeconds: 60 };

/**
 * Tells who is calling. Without any credentials, and with a session that has ended: anonymous.
 *
 * @throws DomainError `UNAUTHENTICATED` for an `Authorization` header that opens nothing, never silently
 *   anonymous; `RATE_LIMITED` after many of them from one address; `ADDRESS_NOT_ALLOWED` for a good key or
 *   session from where it may not be used
 */
export async function authenticate(
  deps: AuthenticateDeps,
  { authorization, cookieHeaders, address = null }: Credentials,
): Promise<Authenticated> {
  if (authorization !== undefined) return { principal: await bearer(deps, authorization, address) };
  if (!cookieHeaders.has('cookie')) return { principal: anonymous };
  const authenticated = await session(deps.auth, cookieHeaders);
  if (authenticated.principal.kind !== 'staff') return authenticated;
  requireStaffAddress(deps.staffAllowedIps, address);
  return { ...authenticated, principal: await narrowed(deps.knex, authenticated.principal) };
}

async function bearer(
  { knex, log }: AuthenticateDeps,
  authorization: string,
  address: string | null,
): Promise<Principal> {
  const given = readBearer(authorization);
  const principal =
    given?.prefix === 'pk'
      ? await findService(knex, given.hash, address, log)
      : given?.prefix === 'ut'
        ? await findTokenUser(knex, given.hash)
        : null;
  if (principal) return principal;
  await limitAttempts(knex, 'bad-secret', callerNetwork(address), BAD_SECRETS);
  // One message for every cause, and nothing of what was sent.
  throw new DomainError('UNAUTHENTICATED', 'The Authorization header holds no valid API key or user token');
}

/** @throws DomainError `ADDRESS_NOT_ALLOWED` */
export function requireStaffAddress(
  ranges: readonly string[] | null | undefined,
  address: string | null,
): void {
  if (ranges && !isInRanges(address, ranges))
    throw new DomainError('ADDRESS_NOT_ALLOWED', 'Staff cannot come in from this address');
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

/** Whoever owes a second factor may do nothing but set one up. */
async function narrowed(knex: Knex, staff: StaffPrincipal): Promise<StaffPrincipal> {
  const mustEnrol =
    !staff.twoFactorEnabled && (await owesSecondFactor(knex, { staffId: staff.id, role: staff.role }));
  return mustEnrol ? { ...staff, mustEnrol, permissions: permissionsWhileEnrolling } : staff;
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
