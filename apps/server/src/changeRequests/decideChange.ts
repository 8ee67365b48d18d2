import type { AuditAction, StepUpProof } from '@paydesk/types';
import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { lockActiveAdmins } from '../auth/staffAccounts.ts';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { newId } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { transact } from '../db/transact.ts';
import { ChangeRequest, ChangeRequestApproval } from '../models/ChangeRequest.ts';
import { Staff } from '../models/Staff.ts';
import { secondFactorDemand } from '../stepUp/secondFactorDemand.ts';
import { verifyAction } from '../stepUp/verifyStepUp.ts';
import { applyChange } from './applyChange.ts';
import { changeVerdicts } from './changeVerdicts.ts';
import type { ActionPlans } from './governedAction.ts';

interface Decision {
  id: string;
  note?: string | undefined;
  proof?: StepUpProof | undefined;
}

/**
 * Approves a request with a second factor over its payload hash; the last approval that it needs applies it in the
 * same database transaction. The database enforces every condition as well. Refuses with NOT_FOUND,
 * ILLEGAL_TRANSITION, SAME_PERSON, PERMISSION_DENIED (the role, or a role that is newer than the request) and as
 * `verifyAction`.
 */
export async function approveChange(
  ctx: AppContext,
  plans: ActionPlans,
  actor: Actor,
  { id, note, proof }: Decision,
): Promise<void> {
  const staffId = await requireVerdict(ctx, actor, id, 'approve');
  const evidence = await verifyAction(ctx, {
    staffId,
    action: { kind: 'approveChange', id },
    proof,
    demand: secondFactorDemand(ctx.settings),
    sessionId: actor.sessionId,
  });
  const verified: Actor = { ...actor, stepUp: evidence };
  await transact(ctx.knex, async (trx) => {
    const request = await lockRequest(trx, id);
    // What is approved locks them too, and the approval locks its own person: two at once would wait in a circle.
    if (request.action.startsWith('staff.')) await lockActiveAdmins(trx);
    await ChangeRequestApproval.query(trx).insert({
      id: newId(),
      changeRequestId: id,
      staffId,
      staffName: actor.name ?? staffId,
      note: note ?? null,
      payloadHash: request.payloadHash,
      stepUpKind: evidence.kind,
      stepUp: evidence.kind === 'none' ? null : evidence,
      createdAt: new Date(),
    });
    await audit(trx, ctx, { action: 'changeRequests.approve', actor: verified, request, note });
    const approvals = await ChangeRequestApproval.query(trx).where({ changeRequestId: id }).resultSize();
    if (approvals >= request.requiredApprovals)
      await applyChange(trx, ctx, plans, { request, actor: verified });
  });
}

/** Rejects someone else's request. Refuses as `approveChange`. */
export async function rejectChange(
  ctx: AppContext,
  actor: Actor,
  { id, note, proof }: Decision,
): Promise<void> {
  const staffId = await requireVerdict(ctx, actor, id, 'reject');
  const evidence = await verifyAction(ctx, {
    staffId,
    action: { kind: 'rejectChange', id },
    proof,
    demand: secondFactorDemand(ctx.settings),
    sessionId: actor.sessionId,
    isEmergency: true,
  });
  await close(ctx, { ...actor, stepUp: evidence }, { id, note, status: 'rejected' });
}

/**
 * Cancels a request: the maker their own; one that only waits for a delay, any approver. Refuses with NOT_FOUND,
 * ILLEGAL_TRANSITION, PERMISSION_DENIED.
 */
export async function cancelChange(ctx: AppContext, actor: Actor, { id, note }: Decision): Promise<void> {
  await requireVerdict(ctx, actor, id, 'cancel');
  await close(ctx, actor, { id, note, status: 'cancelled' });
}

/** A cheap check before a second factor is used up. */
async function requireVerdict(
  ctx: AppContext,
  actor: Actor,
  id: string,
  step: 'approve' | 'reject' | 'cancel',
): Promise<string> {
  const request = await ChangeRequest.query(ctx.knex).findById(id).withGraphFetched('approvals');
  if (request === undefined) throw new DomainError('NOT_FOUND', 'no such change request');
  const staff = await Staff.query(ctx.knex).findById(actor.id ?? '');
  if (staff === undefined) throw new DomainError('STAFF_ONLY', 'only staff can do this');
  const refusal = changeVerdicts(request, staff)[step];
  if (refusal !== null) throw refusal;
  return staff.id;
}

async function close(
  ctx: AppContext,
  actor: Actor,
  { id, note, status }: { id: string; note: string | undefined; status: 'rejected' | 'cancelled' },
): Promise<void> {
  await transact(ctx.knex, async (trx) => {
    const request = await lockRequest(trx, id);
    await request
      .$query(trx)
      .patch({ status, closedById: actor.id, closedByName: actor.name, closedNote: note ?? null });
    const action = status === 'rejected' ? 'changeRequests.reject' : 'changeRequests.cancel';
    await audit(trx, ctx, { action, actor, request, note });
  });
}

async function lockRequest(trx: Knex.Transaction, id: string): Promise<ChangeRequest> {
  return await ChangeRequest.query(trx).findById(id).forUpdate().throwIfNotFound();
}

async function audit(
  trx: Knex.Transaction,
  ctx: AppContext,
  {
    action,
    actor,
    request,
    note,
  }: { action: AuditAction; actor: Actor; request: ChangeRequest; note: string | undefined },
): Promise<void> {
  await recordAudit(trx, {
    action,
    actor,
    subjectKind: 'changeRequest',
    subjectId: request.id,
    note,
    after: { action: request.action, summary: request.summary, payloadHash: request.payloadHash },
    at: ctx.clock.now(),
  });
}
