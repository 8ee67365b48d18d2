import type { Knex } from 'knex';
import type { Auth } from './createAuth.ts';
import type { Actor } from '../base/actor.ts';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { recordBounded } from '../auditChain/recordBounded.ts';

/** One call of better-auth's, as the door sees it. */
export interface AuthCall {
  /** Below `/api/auth`, such as `/sign-in/email`. */
  path: string;
  /** With the caller's cookies. */
  headers: Headers;
  body: unknown;
  from: Pick<Actor, 'ipAddress' | 'requestId' | 'userAgent'>;
}

export interface AuthAnswer {
  status: number;
  /** The JSON that was answered, or null. */
  body: unknown;
}

interface AuditSignInsContext {
  knex: Knex;
  auth: Auth;
  clock: { now(): Date };
}

/** Who was signed in, or had given the right password and was asked for a code. */
interface Before {
  staff: Person | null;
  sessionId: string | null;
  /** The session had a second factor already. */
  hadSecondFactor: boolean;
}

interface Person {
  id: string;
  name: string;
}

/** What the deeds of a signed-in member of staff are called in the log. */
const DEEDS: Readonly<Record<string, string>> = {
  '/sign-out': 'auth.signOut',
  '/change-password': 'auth.passwordChanged',
  '/revoke-other-sessions': 'auth.otherSessionsEnded',
  '/two-factor/enable': 'auth.totpPrepared',
  '/two-factor/disable': 'auth.totpDisabled',
  '/two-factor/generate-backup-codes': 'auth.recoveryCodesMade',
};
const CODES: Readonly<Record<string, 'totp' | 'recoveryCode'>> = {
  '/two-factor/verify-totp': 'totp',
  '/two-factor/verify-backup-code': 'recoveryCode',
};
const SIGN_IN = '/sign-in/email';

/**
 * Watches one call of sign-in, sign-out, password or second factor: first who calls, then, by the function
 * that is handed back, what became of it, which goes to the audit log. A wrong password or code leaves a row
 * only if it is about a member of staff, and only a few in a quarter of an hour; what is about nobody leaves
 * none, so that strangers cannot fill the log. No password and no code is ever looked at.
 */
export async function auditSignIns(
  ctx: AuditSignInsContext,
  call: AuthCall,
): Promise<(answer: AuthAnswer) => Promise<void>> {
  if (call.path !== SIGN_IN && !(call.path in DEEDS) && !(call.path in CODES)) return async () => {};
  const before = call.path === SIGN_IN ? nobody : await resolvePrincipal(ctx, call);
  return async (answer) => await conclude(ctx, call, before, answer);
}

const nobody: Before = { staff: null, sessionId: null, hadSecondFactor: false };

async function resolvePrincipal(
  { knex, auth }: AuditSignInsContext,
  { path, headers }: AuthCall,
): Promise<Before> {
  if (!headers.has('cookie')) return nobody;
  const found = await auth.api.getSession({ headers, query: { disableRefresh: true } });
  if (found)
    return {
      staff: { id: found.user.id, name: found.user.name },
      sessionId: found.session.id,
      hadSecondFactor: found.user.twoFactorEnabled === true,
    };
  if (!(path in CODES)) return nobody;
  // The challenge that came with the right password; a guess finds nothing, and only a row of the log hangs
  // on it.
  const name = (await auth.$context).createAuthCookie('two_factor').name;
  const cookie = (headers.get('cookie') ?? '').split('; ').find((part) => part.startsWith(`${name}=`));
  const identifier =
    cookie === undefined ? '' : (decodeURIComponent(cookie.slice(name.length + 1)).split('.')[0] ?? '');
  const staff = await knex('staff')
    .join('staff_verifications', 'staff_verifications.value', knex.raw('staff.id::text'))
    .where('identifier', identifier)
    .first<Person | undefined>('staff.id', 'staff.name');
  return { ...nobody, staff: staff ?? null };
}

async function conclude(
  ctx: AuditSignInsContext,
  call: AuthCall,
  before: Before,
  answer: AuthAnswer,
): Promise<void> {
  if (answer.status === 200) return await succeeded(ctx, call, before, answer.body);
  if (answer.status !== 400 && answer.status !== 401 && answer.status !== 403) return;
  if (call.path === SIGN_IN) {
    const staff = await staffOf(ctx.knex, textOf(call.body, 'email'));
    if (staff !== null) await refused(ctx, call, 'auth.signInFailed', staff, null);
  } else if (before.staff !== null) {
    const action = call.path in CODES ? 'auth.secondFactorFailed' : `${DEEDS[call.path]}.refused`;
    await refused(ctx, call, action, before.staff, before.sessionId);
  }
}

async function succeeded(
  ctx: AuditSignInsContext,
  call: AuthCall,
  before: Before,
  body: unknown,
): Promise<void> {
  const method = CODES[call.path];
  if (call.path === SIGN_IN && read(body, 'twoFactorRedirect') === true) {
    const staff = await staffOf(ctx.knex, textOf(call.body, 'email'));
    if (staff !== null) await refused(ctx, call, 'auth.secondFactorAsked', staff, null);
  } else if (call.path === SIGN_IN || (method !== undefined && before.sessionId === null)) {
    await signedIn(ctx, call, body, method ?? 'none');
  } else if (method !== undefined) {
    if (!before.hadSecondFactor && before.staff !== null) await done(ctx, call, before, 'auth.totpEnabled');
  } else if (before.staff !== null) {
    await done(ctx, call, before, DEEDS[call.path] as string);
  }
}

async function signedIn(
  ctx: AuditSignInsContext,
  call: AuthCall,
  body: unknown,
  secondFactor: string,
): Promise<void> {
  const token = textOf(body, 'token');
  const session = await ctx
    .knex('staff_sessions')
    .join('staff', 'staff.id', 'staff_id')
    .where({ token })
    .first<{ id: string; staff_id: string; name: string } | undefined>(
      'staff_sessions.id',
      'staff_id',
      'staff.name',
    );
  if (session === undefined) return;
  await done(
    ctx,
    call,
    { staff: { id: session.staff_id, name: session.name }, sessionId: session.id, hadSecondFactor: false },
    'auth.signIn',
    { secondFactor },
  );
}

async function done(
  ctx: AuditSignInsContext,
  { from }: AuthCall,
  { staff, sessionId }: Before,
  action: string,
  after?: object,
): Promise<void> {
  if (staff === null) return;
  await recordAudit(ctx.knex, {
    action,
    actor: { kind: 'staff', ...staff, ...from, sessionId },
    subjectKind: 'staff',
    subjectId: staff.id,
    after,
    at: ctx.clock.now(),
  });
}

/** Nobody knows who it was, except when they were signed in. */
async function refused(
  ctx: AuditSignInsContext,
  { from }: AuthCall,
  action: string,
  staff: Person,
  sessionId: string | null,
): Promise<void> {
  const actor: Actor =
    sessionId === null
      ? { kind: 'system', id: null, name: 'sign-in', ...from }
      : { kind: 'staff', ...staff, ...from, sessionId };
  await recordBounded(ctx.knex, {
    action,
    actor,
    subjectKind: 'staff',
    subjectId: staff.id,
    at: ctx.clock.now(),
  });
}

async function staffOf(knex: Knex, email: string): Promise<Person | null> {
  return (
    (await knex('staff').where({ email: email.toLowerCase() }).first<Person | undefined>('id', 'name')) ??
    null
  );
}

const read = (body: unknown, field: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[field] : undefined;
const textOf = (body: unknown, field: string): string => {
  const value = read(body, field);
  return typeof value === 'string' && value.length <= 300 && !value.includes('\0') ? value : '';
};
