import { type StaffRole, staffRoleSchema } from '@paydesk/types';
import { isAPIError } from 'better-auth/api';
import { readBearer } from '../auth/bearerSecret.ts';
import { type AttemptLimit, limitAttempts } from '../auth/limitAttempts.ts';
import {
  anonymous,
  type AnonymousPrincipal,
  permissionsOfRole,
  permissionsWhileEnrolling,
  type Principal,
  type StaffPrincipal,
} from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';
import { findForeign } from '../origin/checkOrigin.ts';
import { callerNetwork, isInRanges } from '../base/networkAddress.ts';
import type { Auth } from './createAuth.ts';
import { findService, type SecretDeps } from './findService.ts';
import { findTokenUser } from './findTokenUser.ts';

export interface AuthenticateDeps extends SecretDeps {
  auth: Auth;
  /** Address ranges that staff may use; null and unset: any address. */
  staffAllowedIps?: readonly string[] | null;
  /** Roles that need a second factor whatever `staff_rules` says. */
  rolesThatMustEnrol?: readonly StaffRole[];
}

export interface Credentials {
  /** The `Authorization` header, if there was one. It takes precedence over a cookie. */
  authorization?: string | undefined;
  /** Headers with the caller's `cookie`. */
  cookieHeaders: Headers;
  /** The caller's address. Null or unset: unknown, which is in no range. */
  address?: string | null;
  /** Whether this counts as use of a session, which makes it last longer; true if unset. */
  extendsSession?: boolean;
}

export interface Authenticated {
  principal: Principal;
  /** `Set-Cookie` values for the response: a session was extended, or an ended one is removed. */
  setCookie?: string[];
}

/** Wrong keys and tokens from one address. Only failures are counted, so a valid key is never delayed. */
const BAD_SECRET_LIMIT: AttemptLimit = { max: 60, windowSeconds: 60 };

/**
 * Determines the principal of a request. Without credentials, or with a session that has ended: anonymous.
 *
 * @throws DomainError `UNAUTHENTICATED` for an invalid `Authorization` header, which is never treated as
 *   anonymous; `API_KEY_EXPIRED` or `API_KEY_REVOKED` for a secret of such a key; `RATE_LIMITED` after many of them from one address; `ADDRESS_NOT_ALLOWED` for a valid key or
 *   session from an address that may not use it
 */
export async function authenticate(
  deps: AuthenticateDeps,
  { authorization, cookieHeaders, address = null, extendsSession = true }: Credentials,
): Promise<Authenticated> {
  if (authorization !== undefined) return { principal: await bearerPrincipal(deps, authorization, address) };
  if (!cookieHeaders.has('cookie')) return { principal: anonymous };
  const authenticated = await sessionPrincipal(deps, cookieHeaders, extendsSession);
  if (authenticated.principal.kind !== 'staff') return authenticated;
  if (await isForeignStaff(deps, authenticated.principal.id)) return { principal: anonymous };
  requireStaffAddress(deps.staffAllowedIps, address);
  return { ...authenticated, principal: await limitToEnrolment(deps, authenticated.principal) };
}

async function bearerPrincipal(
  deps: AuthenticateDeps,
  authorization: string,
  address: string | null,
): Promise<Principal> {
  const { knex } = deps;
  const given = readBearer(authorization);
  const countFailure = async () =>
    await limitAttempts(knex, 'bad-secret', callerNetwork(address), BAD_SECRET_LIMIT);
  const principal =
    given?.prefix === 'pk'
      ? await findService(deps, given.hash, address).catch(async (error: unknown) => {
          if (error instanceof DomainError && ENDED_KEY.has(error.reason)) await countFailure();
          throw error;
        })
      : given?.prefix === 'ut'
        ? await findTokenUser(deps, given.hash)
        : null;
  if (principal) return principal;
  await countFailure();
  // The same message for every cause, without anything that was sent.
  throw new DomainError('UNAUTHENTICATED', 'The Authorization header holds no valid API key or user token');
}

const ENDED_KEY: ReadonlySet<string> = new Set(['API_KEY_EXPIRED', 'API_KEY_REVOKED']);

/** @throws DomainError `ADDRESS_NOT_ALLOWED` */
export function requireStaffAddress(
  ranges: readonly string[] | null | undefined,
  address: string | null,
): void {
  if (ranges && !isInRanges(address, ranges))
    throw new DomainError('ADDRESS_NOT_ALLOWED', 'Staff cannot sign in from this address');
}

async function sessionPrincipal(
  { auth, knex }: AuthenticateDeps,
  headers: Headers,
  extendsSession: boolean,
): Promise<Authenticated> {
  const query = { disableRefresh: !extendsSession };
  const answer = await auth.api
    .getSession({ headers, query, returnHeaders: true })
    .catch(async (error: unknown) => {
      // The session ended between being read and being extended.
      if (isAPIError(error) && error.status === 'UNAUTHORIZED') return null;
      // better-auth hides why it failed: without a database this query says so.
      if (isAPIError(error)) await knex.raw('select 1');
      throw error;
    });
  const setCookie = answer?.headers.getSetCookie() ?? [];
  const principal = answer?.response ? staffPrincipal(answer.response) : anonymous;
  return setCookie.length > 0 ? { principal, setCookie } : { principal };
}

/** Whether somebody else than the desk made this member of staff, or changed their role. */
async function isForeignStaff({ knex, log }: AuthenticateDeps, staffId: string): Promise<boolean> {
  const foreign = await findForeign(knex, 'staff', { sql: 'id = :staffId', bindings: { staffId } });
  if (foreign !== null)
    log?.error(
      { staffId, alarm: 'STAFF_CHANGED' },
      'a member of staff is not as the desk wrote it, and is refused: someone wrote to the database',
    );
  return foreign !== null;
}

/** A person who must set up a second factor can only read until then. */
async function limitToEnrolment(deps: AuthenticateDeps, staff: StaffPrincipal): Promise<StaffPrincipal> {
  const mustEnrol =
    !staff.twoFactorEnabled && (await mustEnrolSecondFactor(deps, { staffId: staff.id, role: staff.role }));
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

/**
 * Whether the person's role requires a second factor and they have no passkey. Called for people without an
 * authenticator app.
 */
async function mustEnrolSecondFactor(
  { knex, rolesThatMustEnrol = [] }: AuthenticateDeps,
  { staffId, role }: { staffId: string; role: StaffRole },
): Promise<boolean> {
  // A role without a rule has the strictest one: whoever deletes a rule weakens nothing.
  const { rows } = await knex.raw<{ rows: { must: boolean }[] }>(
    `select (:isForced or coalesce((select second_factor_required from staff_rules where role = :role), true))
       and not exists (select from staff_passkeys where staff_id = :staffId and removed_at is null) as must`,
    { isForced: rolesThatMustEnrol.includes(role), role, staffId },
  );
  return rows[0]?.must ?? true;
}
