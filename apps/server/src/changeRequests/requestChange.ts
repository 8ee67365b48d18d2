import type { ApproverRole, ChangeRequestedDetails, GovernedAction, StepUpEvidence } from '@paydesk/types';
import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import { canonicalJson } from '../base/canonicalJson.ts';
import { DomainError } from '../base/domainError.ts';
import { newId, sha256Hex } from '../base/identifiers.ts';
import type { AppContext } from '../context/appContext.ts';
import { postgresErrorOf } from '../db/refusal.ts';
import { transact } from '../db/transact.ts';
import { ChangeRequest } from '../models/ChangeRequest.ts';
import type { Assessment } from './governedAction.ts';

export interface NewChangeRequest {
  action: GovernedAction;
  /** The parsed input. */
  payload: Record<string, unknown>;
  assessment: Assessment;
  evidence: StepUpEvidence;
  approverRole: ApproverRole;
  /** Zero: it waits for a delay instead of a person. */
  requiredApprovals: number;
}

/**
 * Stores what someone asked for, without any other effect. The same open request of the same person, or the same
 * `idempotencyKey`, is the same request. Refuses with IDEMPOTENCY_CONFLICT (the key was used for something else).
 */
export async function requestChange(
  ctx: AppContext,
  actor: Actor,
  request: NewChangeRequest,
): Promise<ChangeRequest> {
  const earlier = await findEarlier(ctx.knex, actor, request);
  if (earlier !== null) return earlier;
  try {
    return await transact(ctx.knex, async (trx) => await insert(trx, ctx, actor, request));
  } catch (error) {
    // The same call at the same time was first.
    const same =
      postgresErrorOf(error)?.code === '23505' ? await findEarlier(ctx.knex, actor, request) : null;
    if (same === null) throw error;
    return same;
  }
}

/** The answer to the caller: the request waits, or how it ended. */
export function changeRequested(request: ChangeRequest): DomainError {
  const details: ChangeRequestedDetails = {
    changeRequestId: request.id,
    requiredApprovals: request.requiredApprovals,
    notBefore: request.notBefore?.toISOString() ?? null,
    expiresAt: request.expiresAt.toISOString(),
  };
  const message =
    request.status !== 'waiting'
      ? `this request was made before and is ${request.status}`
      : request.notBefore === null
        ? 'this waits for another person'
        : `this takes effect at ${details.notBefore}, unless someone cancels it`;
  return new DomainError('CHANGE_REQUESTED', message, details);
}

/** What an approval is bound to. It contains the id, so that it is valid for this request alone. */
export const changePayloadHash = (
  request: Pick<ChangeRequest, 'id' | 'action' | 'makerId' | 'payload'>,
): string =>
  sha256Hex(canonicalJson(['changeRequest', request.id, request.action, request.makerId, request.payload]));

async function findEarlier(
  db: Knex,
  actor: Actor,
  { action, payload }: NewChangeRequest,
): Promise<ChangeRequest | null> {
  const payloadDigest = digestOf(action, payload);
  const key = payload['idempotencyKey'];
  const earlier = await ChangeRequest.query(db)
    .where({ makerId: actor.id })
    .where((same) => {
      void same.where({ payloadDigest, status: 'waiting' });
      if (typeof key === 'string') void same.orWhere({ idempotencyKey: key });
    })
    .first();
  if (earlier === undefined) return null;
  if (earlier.payloadDigest !== payloadDigest)
    throw new DomainError('IDEMPOTENCY_CONFLICT', 'this idempotency key was used with another input');
  return earlier;
}

const digestOf = (action: string, payload: unknown) => sha256Hex(canonicalJson([action, payload]));

async function insert(
  trx: Knex.Transaction,
  ctx: AppContext,
  actor: Actor,
  { action, payload, assessment, evidence, approverRole, requiredApprovals }: NewChangeRequest,
): Promise<ChangeRequest> {
  const id = newId();
  const makerId = evidence.staffId;
  const key = payload['idempotencyKey'];
  const request = await ChangeRequest.query(trx).insertAndFetch({
    id,
    action,
    status: 'waiting',
    summary: assessment.summary,
    reason: assessment.reason ?? null,
    facts: assessment.facts,
    payload,
    payloadHash: changePayloadHash({ id, action, makerId, payload }),
    payloadDigest: digestOf(action, payload),
    amountUsd: assessment.amountUsd ?? null,
    subjectKind: assessment.subject?.kind ?? null,
    subjectId: assessment.subject?.id ?? null,
    idempotencyKey: typeof key === 'string' ? key : null,
    makerId,
    makerName: actor.name ?? makerId,
    makerStepUpKind: evidence.kind,
    makerStepUp: evidence,
    requiredApprovals,
    approverRole,
    stepUpRequired: !ctx.settings.provider.simulated,
    // The database sets the times.
    createdAt: new Date(),
    expiresAt: new Date(),
    notBefore: null,
  });
  await recordAudit(trx, {
    action: 'changeRequests.create',
    actor,
    subjectKind: 'changeRequest',
    subjectId: id,
    note: request.reason,
    after: {
      action,
      summary: request.summary,
      payloadHash: request.payloadHash,
      notBefore: request.notBefore,
    },
    at: ctx.clock.now(),
  });
  if (request.notBefore !== null)
    ctx.log.error(
      { alarm: 'CHANGE_DELAYED', changeRequestId: id, action, maker: makerId, notBefore: request.notBefore },
      'a guard changes without another admin, unless someone cancels it',
    );
  return request;
}
