import { ROLE_PERMISSIONS } from '@paydesk/types';
import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { asDomainError } from '../db/refusal.ts';
import type { ChangeRequest } from '../models/ChangeRequest.ts';
import { findForeign } from '../origin/checkOrigin.ts';
import { Staff } from '../models/Staff.ts';
import type { ActionPlans, ChangeResult } from './governedAction.ts';
import { changePayloadHash } from './requestChange.ts';
import { requireUnchanged } from './requireUnchanged.ts';

/**
 * Applies a request that has what it needs, in the transaction that its last approval is in. The request must be
 * locked. What the command refuses, and anything that is not as the approvers saw it (CHANGED_MEANWHILE), ends the
 * request as `failed`; any other error undoes the whole transaction.
 */
export async function applyChange(
  trx: Knex.Transaction,
  ctx: AppContext,
  plans: ActionPlans,
  { request, actor }: { request: ChangeRequest; actor: Actor },
): Promise<void> {
  const outcome = await attempt(trx, ctx, plans, request);
  await request
    .$query(trx)
    .patch(
      outcome instanceof DomainError
        ? { status: 'failed', error: `${outcome.reason}: ${outcome.message}` }
        : { status: 'applied', resultKind: outcome.kind, resultId: outcome.id },
    );
  await recordAudit(trx, {
    action: outcome instanceof DomainError ? 'changeRequests.fail' : 'changeRequests.apply',
    actor,
    subjectKind: 'changeRequest',
    subjectId: request.id,
    before: { status: 'waiting' },
    after:
      outcome instanceof DomainError
        ? { status: 'failed', error: outcome.message }
        : { status: 'applied', action: request.action, result: outcome },
    at: ctx.clock.now(),
  });
}

async function attempt(
  trx: Knex.Transaction,
  ctx: AppContext,
  plans: ActionPlans,
  request: ChangeRequest,
): Promise<ChangeResult | DomainError> {
  try {
    if (changePayloadHash(request) !== request.payloadHash)
      throw new DomainError('PAYLOAD_CHANGED', 'this request is not what was asked for');
    await requireOrigin(trx, request.id);
    const plan = plans[request.action];
    const maker = await findMaker(trx, request, plan.permission);
    const requireAsSeen = async (db: Knex) =>
      requireUnchanged(request, await plan.assess({ ...ctx, knex: db }, maker, request.payload));
    await requireAsSeen(trx);
    // Again when the command has locked what it changes: until then a colleague could act.
    const actor: Actor = { ...maker, admit: async (locked: Knex.Transaction) => await requireAsSeen(locked) };
    // A savepoint: what the command wrote before it refused is undone, the approval stays.
    return await trx.transaction(
      async (inner) => await plan.apply({ ...ctx, knex: inner }, actor, request.payload),
    );
  } catch (error) {
    const refusal = asDomainError(error);
    if (refusal instanceof DomainError) return refusal;
    throw error;
  }
}

/** Somebody who only writes to the database can neither ask nor approve. */
async function requireOrigin(trx: Knex.Transaction, id: string): Promise<void> {
  const bindings = { id };
  const foreign =
    (await findForeign(trx, 'change_request', { sql: 'id = :id', bindings })) ??
    (await findForeign(trx, 'change_approval', { sql: 'change_request_id = :id', bindings }));
  if (foreign !== null)
    throw new DomainError('PAYLOAD_CHANGED', `this was not written by the desk: ${foreign.problem}`);
}

/** The maker must still be someone who may do this. */
async function findMaker(
  trx: Knex.Transaction,
  { makerId, makerName, makerStepUp }: ChangeRequest,
  permission: ActionPlans[keyof ActionPlans]['permission'],
): Promise<Actor> {
  const maker = await Staff.query(trx).findById(makerId).whereNull('deactivatedAt').forShare();
  if (maker === undefined || !ROLE_PERMISSIONS[maker.role].includes(permission))
    throw new DomainError('PERMISSION_DENIED', `${makerName} may not do this any more`);
  return { kind: 'staff', id: makerId, name: makerName, stepUp: makerStepUp };
}
