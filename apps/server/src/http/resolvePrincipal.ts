import { fromNodeHeaders } from 'better-auth/node';
import type { ErrorReason } from '@paydesk/types';
import type { FastifyRequest } from 'fastify';
import type { StaffPrincipal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';
import { authenticate, type Authenticated } from '../signIn/authenticate.ts';
import { rolesThatMustEnrol } from '../stepUp/secondFactorDemand.ts';
import type { AppContext } from '../context/appContext.ts';

/**
 * The principal of a request, the same way for every endpoint. `cookies: false` ignores sessions;
 * `extendsSession: false` is for what a browser does without its person.
 * @throws DomainError as `authenticate`
 */
export async function resolvePrincipal(
  ctx: AppContext,
  request: FastifyRequest,
  allowed: { cookies: boolean; extendsSession?: boolean } = { cookies: true },
): Promise<Authenticated> {
  return await authenticate(
    {
      knex: ctx.knex,
      auth: ctx.auth,
      credentials: ctx.credentials,
      log: ctx.log,
      staffAllowedIps: ctx.settings.access.staffAllowedIps,
      rolesThatMustEnrol: rolesThatMustEnrol(ctx.settings),
    },
    {
      authorization: request.headers.authorization,
      cookieHeaders: allowed.cookies ? fromNodeHeaders(request.headers) : new Headers(),
      address: request.ip,
      extendsSession: allowed.extendsSession ?? true,
    },
  );
}

/**
 * The member of staff whose session a request has, which does not last longer for it.
 * @throws DomainError `UNAUTHENTICATED`, `STAFF_ONLY`; as `authenticate`
 */
export async function resolveStaff(ctx: AppContext, request: FastifyRequest): Promise<StaffPrincipal> {
  const { principal } = await resolvePrincipal(ctx, request, { cookies: true, extendsSession: false });
  if (principal.kind === 'anonymous') throw new DomainError('UNAUTHENTICATED', 'sign in first');
  if (principal.kind !== 'staff') throw new DomainError('STAFF_ONLY', 'only staff can do this');
  return principal;
}

/**
 * For an answer that takes long: why the same session may not have the rest of it; null: it may. Sessions end, and
 * roles change.
 * @param check refuses with a DomainError
 */
export async function refusalOfStaff(
  ctx: AppContext,
  request: FastifyRequest,
  { sessionId, check }: { sessionId: string; check: (staff: StaffPrincipal) => void },
): Promise<ErrorReason | null> {
  try {
    const staff = await resolveStaff(ctx, request);
    if (staff.sessionId !== sessionId) return 'UNAUTHENTICATED';
    check(staff);
    return null;
  } catch (error) {
    if (error instanceof DomainError) return error.reason;
    throw error;
  }
}
