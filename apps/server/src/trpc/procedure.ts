import { ERROR_REASONS, type ErrorReason, type Permission } from '@paydesk/types';
import { initTRPC, TRPCError } from '@trpc/server';
import { z, ZodError } from 'zod';
import type { Principal } from '../auth/principal.ts';
import { DomainError } from '../base/domainError.ts';
import { inSpan, markFailed } from '../base/tracing.ts';
import { databaseAway } from '../db/databaseAway.ts';
import { asDomainError, postgresErrorOf } from '../db/refusal.ts';
import type { AppContext } from '../context/appContext.ts';
import { withoutProof } from '../stepUp/challenges.ts';
import { actorOf, type Context } from './context.ts';
import type { Governance } from './governance.ts';
import { withIdempotencyKey } from './idempotencyHeader.ts';
import { isLongRead, runLongRead } from './longReads.ts';
import type { Meta } from './meta.ts';
import { nameUnknownFields } from './unknownFields.ts';
import { refuseInvalid, withUserId } from './userReference.ts';
import { isVerifiedByClass, verifyByClass } from './verifyByClass.ts';

// ---------------------------------------------------------------------------
// 1. tRPC, with errors that programs can switch on
// ---------------------------------------------------------------------------

z.config({ customError: nameUnknownFields });

const t = initTRPC
  .context<Context>()
  .meta<Meta>()
  .create({
    errorFormatter({ shape, error }) {
      const cause = error.cause;
      const isInput = error.code === 'BAD_REQUEST' && cause instanceof ZodError;
      const reason = reasonOf(error);
      return {
        ...shape,
        message: isInput
          ? z.prettifyError(cause)
          : error.code === 'INTERNAL_SERVER_ERROR'
            ? 'something went wrong on the server'
            : shape.message,
        data: {
          code: shape.data.code,
          httpStatus: shape.data.httpStatus,
          path: shape.data.path,
          reason,
          details: cause instanceof DomainError ? (cause.details ?? null) : null,
          zodError: isInput ? flatten(cause) : flattenCause(cause),
        },
      };
    },
  });

function reasonOf({ code, cause }: TRPCError): ErrorReason {
  if (cause instanceof DomainError) return cause.reason;
  switch (code) {
    case 'UNAUTHORIZED':
      return 'UNAUTHENTICATED';
    case 'FORBIDDEN':
      return 'PERMISSION_DENIED';
    case 'NOT_FOUND':
      return 'NOT_FOUND';
    case 'TOO_MANY_REQUESTS':
      return 'RATE_LIMITED';
    case 'METHOD_NOT_SUPPORTED':
      return 'METHOD_NOT_ALLOWED';
    case 'UNSUPPORTED_MEDIA_TYPE':
      return 'UNSUPPORTED_MEDIA_TYPE';
    case 'PAYLOAD_TOO_LARGE':
      return 'BODY_TOO_LARGE';
    case 'INTERNAL_SERVER_ERROR':
      return 'INTERNAL';
    default:
      return 'INVALID_INPUT';
  }
}

/** Of an input that a command has parsed itself, such as the filter of an export. */
const flattenCause = (error: unknown) =>
  error instanceof DomainError && error.cause instanceof ZodError ? flatten(error.cause) : null;

/** The problems by field: `{ formErrors, fieldErrors: { 'sort.field': [...] } }`. */
function flatten(error: ZodError): { formErrors: string[]; fieldErrors: Record<string, string[]> } {
  const fieldErrors: Record<string, string[]> = {};
  const formErrors: string[] = [];
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') {
      // `nameUnknownFields` writes one line for each.
      const lines = issue.message.split('\n');
      issue.keys.forEach((key, index) =>
        addTo(fieldErrors, [...issue.path, key], lines[index] ?? issue.message),
      );
    } else if (issue.path.length === 0) formErrors.push(issue.message);
    else addTo(fieldErrors, issue.path, issue.message);
  }
  return { formErrors, fieldErrors };
}

function addTo(errors: Record<string, string[]>, path: readonly PropertyKey[], message: string): void {
  (errors[path.map(String).join('.')] ??= []).push(message);
}

export const router = t.router;
export const mergeRouters = t.mergeRouters;

// ---------------------------------------------------------------------------
// 2. The only way to make a procedure
// ---------------------------------------------------------------------------

const withContext = t.middleware(async ({ ctx, path, type, next }) => {
  const app = ctx.app as AppContext;
  const isLong = type === 'query' && isLongRead(path);
  const startedAt = performance.now();
  const run = async (on: AppContext) =>
    await next({ ctx: { app: on, governance: ctx.governance as Governance } });
  const spanStart = { attributes: { 'rpc.system': 'trpc', 'rpc.method': path } };
  const { result, error } = await inSpan(path, spanStart, async (span) => {
    const answer = isLong ? await runLongRead(app, run) : await run(app);
    if (answer.ok) return { result: answer, error: null };
    const refusal = translated((isLong ? tooBroad(answer.error) : null) ?? answer.error);
    markFailed(span, reasonOf(refusal));
    return { result: answer, error: refusal };
  });
  const seconds = (performance.now() - startedAt) / 1000;
  app.metrics.observeCall({ procedure: path, reason: error === null ? 'OK' : reasonOf(error), seconds });
  if (error !== null) throw error;
  // This server does not wait until the change is announced: it holds for the next request.
  if (type === 'mutation' && mayChangeCredentials(ctx.principal, path)) app.credentials.forget();
  return result;
});

const mayChangeCredentials = ({ kind }: Principal, path: string): boolean =>
  kind === 'staff' || path === 'users.revokeTokens';

/** PostgreSQL has ended a statement that took too long. */
const QUERY_CANCELED = '57014';

/** The refusal of a list or search that would read for longer than it may; null for every other error. */
function tooBroad({ cause }: TRPCError): TRPCError | null {
  if (postgresErrorOf(cause)?.code !== QUERY_CANCELED) return null;
  const refusal = new DomainError(
    'SEARCH_TOO_BROAD',
    'this took too long: search for more letters, add a filter, or sort by another field',
  );
  return new TRPCError({ code: ERROR_REASONS[refusal.reason], message: refusal.message, cause: refusal });
}

/** Commands throw `DomainError`, PostgreSQL its own errors: both become a tRPC error with the right code. */
function translated(error: TRPCError): TRPCError {
  const cause = invalidValue(error.cause) ?? databaseAway(error.cause) ?? asDomainError(error.cause);
  if (!(cause instanceof DomainError)) return error;
  return new TRPCError({ code: ERROR_REASONS[cause.reason], message: cause.message, cause });
}

/**
 * PostgreSQL's codes for values that it cannot store: a NUL in a text or in JSON, a date outside its calendar,
 * a number outside its types.
 */
const INVALID_VALUE_CODES = ['22021', '22P05', '22007', '22008', '22003'];

/** Such a value came from the input, although the schema accepted it. */
function invalidValue(cause: unknown): DomainError | null {
  return INVALID_VALUE_CODES.includes(postgresErrorOf(cause)?.code ?? '')
    ? new DomainError('INVALID_INPUT', 'the input contains a value that cannot be stored or compared')
    : null;
}

/**
 * A procedure that needs this permission, and of staff the second factor that its class demands. It adds the typed `AppContext`, the actor for the ledger and the
 * audit log, and `ownUserId`: the only user whose rows the caller may access, or null for all users.
 */
export const permitted = (permission: Permission) =>
  t.procedure
    .meta({ permission })
    .use(withContext)
    .use(async ({ ctx, batchIndex, next }) => {
      if (ctx.principal.kind === 'anonymous')
        throw new DomainError('UNAUTHENTICATED', 'sign in, or send an API key or a user token');
      if (!ctx.principal.permissions.has(permission))
        throw new DomainError('PERMISSION_DENIED', `this needs the permission ${permission}`);
      const actor = { ...actorOf(ctx), onReplay: () => void ctx.call.replayed.add(batchIndex) };
      return await next({
        ctx: { actor, ownUserId: ctx.principal.kind === 'user' ? ctx.principal.userId : null },
      });
    })
    .use(async ({ ctx, type, getRawInput, next }) => {
      const { idempotencyKey } = ctx.call;
      if (type !== 'mutation' || idempotencyKey === null) return await next();
      const input = withIdempotencyKey(await getRawInput(), ctx.call);
      return await next({ getRawInput: () => Promise.resolve(input) });
    })
    .use(async ({ getRawInput, next }) => await next({ ctx: { sent: await getRawInput() } }))
    .use(async ({ ctx, path, next }) => {
      const call = { schema: ctx.inputOf(path), input: ctx.sent, ownUserId: ctx.ownUserId };
      const input = await withUserId(ctx.app, call);
      return await next({ getRawInput: () => Promise.resolve(input) });
    })
    .use(async ({ ctx, type, path, getRawInput, next }) => {
      if (type !== 'mutation' || ctx.principal.kind !== 'staff') return await next();
      const input = await getRawInput();
      // A second factor must not be used up by a call that its input condemns anyway.
      refuseInvalid(ctx.inputOf(path), input);
      const review = await ctx.governance.review(ctx.app, { path, actor: ctx.actor, input });
      const { id: staffId, sessionId } = ctx.principal;
      const stepUp = await verifyByClass(ctx.app, {
        path,
        staffId,
        sessionId,
        // What was signed is what was sent.
        input: ctx.sent,
        own: review?.stepUp,
        passkeyOnly: review?.passkeyOnly,
      });
      const actor = { ...ctx.actor, stepUp };
      const admission = await review?.admit(actor);
      const result = await next({ ctx: { actor: admission?.actor ?? actor } });
      if (!result.ok) await admission?.afterFailure();
      return result;
    })
    .use(async ({ ctx, type, path, next }) => {
      const apiKeyId = type === 'mutation' ? keyOf(ctx.principal) : null;
      if (apiKeyId === null) return await next();
      const admit = await ctx.governance.limitKey(ctx.app, { path, apiKeyId });
      return await next(admit === null ? {} : { ctx: { actor: { ...ctx.actor, admit } } });
    })
    .use(async ({ type, path, getRawInput, next }) => {
      if (type !== 'mutation' || !isVerifiedByClass(path)) return await next();
      // Commands see what was signed.
      const input = withoutProof(await getRawInput());
      return await next({ getRawInput: () => Promise.resolve(input) });
    });

/** The API key whose limits apply: the app's own, or that of the app that created the user's token. */
const keyOf = (principal: Principal): string | null =>
  principal.kind === 'service' ? principal.id : principal.kind === 'user' ? principal.mintedByKeyId : null;

/**
 * A procedure for what only a person has, such as sessions and second factors. Apps and end users are refused
 * before their input is parsed. Adds the caller as `staff`.
 */
export const staffOnly = (permission: Permission) =>
  permitted(permission)
    .meta({ permission, staffOnly: true })
    .use(async ({ ctx, next }) => {
      if (ctx.principal.kind !== 'staff') throw new DomainError('STAFF_ONLY', 'only staff can do this');
      return await next({ ctx: { staff: ctx.principal } });
    });
