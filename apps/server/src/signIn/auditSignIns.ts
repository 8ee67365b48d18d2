import type { AuditAction } from '@paydesk/types';
import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { recordBounded } from '../auditChain/recordBounded.ts';
import type { Actor, RequestOrigin } from '../base/actor.ts';
import { readVerified } from '../origin/checkOrigin.ts';
import type { Auth } from './createAuth.ts';

/** One request to better-auth. */
export interface AuthCall {
  /** Below `/api/auth`, such as `/sign-in/email`. */
  path: string;
  /** With the caller's cookies. */
  headers: Headers;
  body: unknown;
  from: RequestOrigin;
}

interface AuthAnswer {
  status: number;
  /** The JSON body, or null. */
  body: unknown;
}

interface AuditContext {
  knex: Knex;
  auth: Auth;
  clock: { now(): Date };
}

/** Who was signed in, or had given the correct password and was asked for a code. */
interface Caller {
  staff: StaffName | null;
  sessionId: string | null;
  /** An authenticator app that was confirmed. */
  hasSecondFactor: boolean;
}

interface StaffName {
  id: string;
  name: string;
}

const SIGN_IN = '/sign-in/email';
/** The audit actions of requests by signed-in staff. */
const ACTIONS: Readonly<Partial<Record<string, SignedInAction>>> = {
  '/sign-out': 'auth.signOut',
  '/change-password': 'auth.passwordChanged',
  '/two-factor/enable': 'auth.totpPrepared',
  '/two-factor/disable': 'auth.totpDisabled',
  '/two-factor/generate-backup-codes': 'auth.recoveryCodesMade',
};
/** Each may also be refused. */
type SignedInAction = RefusedOf<Extract<AuditAction, `${string}.refused`>>;
type RefusedOf<Refused> = Refused extends `${infer Action extends AuditAction}.refused` ? Action : never;
/** The second factor that a request gives. */
const CODES: Readonly<Record<string, 'totp' | 'recoveryCode'>> = {
  '/two-factor/verify-totp': 'totp',
  '/two-factor/verify-backup-code': 'recoveryCode',
};

/**
 * Records one request about sign-in, sign-out, password or second factor in the audit log: determines the
 * caller before it is handled, and returns a function that records its result. A wrong password or code is
 * recorded only if it concerns a member of staff, and only a few times per window; requests that concern no
 * member of staff are not recorded, so that outsiders cannot fill the log. Passwords and codes are never read.
 */
export async function auditSignIns(
  ctx: AuditContext,
  call: AuthCall,
): Promise<(answer: AuthAnswer) => Promise<void>> {
  if (call.path !== SIGN_IN && !(call.path in ACTIONS) && !(call.path in CODES)) return async () => {};
  const caller = call.path === SIGN_IN ? unknownCaller : await resolveCaller(ctx, call);
  return async (answer) => {
    if (answer.status === 200) await recordSuccess(ctx, call, caller, answer.body);
    else if ([400, 401, 403].includes(answer.status)) await recordRefusal(ctx, call, caller);
  };
}

const unknownCaller: Caller = { staff: null, sessionId: null, hasSecondFactor: false };

async function resolveCaller({ knex, auth }: AuditContext, { path, headers }: AuthCall): Promise<Caller> {
  if (!headers.has('cookie')) return unknownCaller;
  const found = await auth.api.getSession({ headers, query: { disableRefresh: true } });
  if (found)
    return {
      staff: { id: found.user.id, name: found.user.name },
      sessionId: found.session.id,
      hasSecondFactor: path in CODES && (await hasApp(knex, found.user.id)),
    };
  if (!(path in CODES)) return unknownCaller;
  // The pending sign-in after the correct password. Its signature is not checked: only an audit entry depends
  // on it, and its identifier cannot be guessed.
  const name = (await auth.$context).createAuthCookie('two_factor').name;
  const cookie = (headers.get('cookie') ?? '').split('; ').find((part) => part.startsWith(`${name}=`));
  const identifier =
    cookie === undefined ? '' : (decodeURIComponent(cookie.slice(name.length + 1)).split('.')[0] ?? '');
  const staff = await knex('staff')
    .join('staff_verifications', 'staff_verifications.value', knex.raw('staff.id::text'))
    .where('identifier', identifier)
    .first<StaffName | undefined>('staff.id', 'staff.name');
  return { ...unknownCaller, staff: staff ?? null };
}

/** By its own row: the flag of the account has no proof, and a new app must not stay unrecorded. */
async function hasApp(knex: Knex, staffId: string): Promise<boolean> {
  const condition = { sql: 'staff_id = :staffId', bindings: { staffId } };
  const factor = await readVerified(knex, 'two_factor', condition, async () => {});
  return factor?.verified === 'true';
}

async function recordSuccess(
  ctx: AuditContext,
  call: AuthCall,
  caller: Caller,
  body: unknown,
): Promise<void> {
  const method = CODES[call.path];
  const action = ACTIONS[call.path];
  if (call.path === SIGN_IN && fieldOf(body, 'twoFactorRedirect') === true) {
    const staff = await findStaff(ctx.knex, textOf(call.body, 'email'));
    if (staff !== null) await recordRepeatable(ctx, call, 'auth.secondFactorAsked', staff, null);
  } else if (call.path === SIGN_IN || (method !== undefined && caller.sessionId === null)) {
    await recordSignIn(ctx, call, body, method ?? 'none');
  } else if (method !== undefined) {
    if (!caller.hasSecondFactor && caller.staff !== null)
      await recordAction(ctx, call, caller, 'auth.totpEnabled');
  } else if (caller.staff !== null && action !== undefined) {
    await recordAction(ctx, call, caller, action);
  }
}

async function recordRefusal(ctx: AuditContext, call: AuthCall, caller: Caller): Promise<void> {
  if (call.path === SIGN_IN) {
    const staff = await findStaff(ctx.knex, textOf(call.body, 'email'));
    if (staff !== null) await recordRepeatable(ctx, call, 'auth.signInFailed', staff, null);
  } else if (caller.staff !== null) {
    const action = ACTIONS[call.path];
    const refused = action === undefined ? 'auth.secondFactorFailed' : (`${action}.refused` as const);
    await recordRepeatable(ctx, call, refused, caller.staff, caller.sessionId);
  }
}

async function recordSignIn(
  ctx: AuditContext,
  call: AuthCall,
  body: unknown,
  secondFactor: string,
): Promise<void> {
  const session = await ctx
    .knex('staff_sessions')
    .join('staff', 'staff.id', 'staff_id')
    .where({ token: textOf(body, 'token') })
    .first<{ id: string; staff_id: string; name: string } | undefined>(
      'staff_sessions.id',
      'staff_id',
      'staff.name',
    );
  if (session === undefined) return;
  await recordAction(
    ctx,
    call,
    { staff: { id: session.staff_id, name: session.name }, sessionId: session.id },
    'auth.signIn',
    { secondFactor },
  );
}

async function recordAction(
  ctx: AuditContext,
  { from }: AuthCall,
  { staff, sessionId }: Pick<Caller, 'staff' | 'sessionId'>,
  action: AuditAction,
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

/** Without a session the actor is unknown: anyone can type a colleague's e-mail address. */
async function recordRepeatable(
  ctx: AuditContext,
  { from }: AuthCall,
  action: AuditAction,
  staff: StaffName,
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

async function findStaff(knex: Knex, email: string): Promise<StaffName | null> {
  const staff = await knex('staff')
    .where({ email: email.toLowerCase() })
    .first<StaffName | undefined>('id', 'name');
  return staff ?? null;
}

const fieldOf = (body: unknown, field: string): unknown =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>)[field] : undefined;

const textOf = (body: unknown, field: string): string => {
  const value = fieldOf(body, field);
  return typeof value === 'string' && value.length <= 300 && !value.includes('\0') ? value : '';
};
