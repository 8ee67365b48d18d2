import type { changeRequestListInput, ChangeRequestOutput } from '@paydesk/types';
import { changeRequestStatusColor, formatUsd } from '@paydesk/types';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import type { StaffPrincipal } from '../auth/principal.ts';
import type { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { ChangeRequest, ChangeRequestApproval } from '../models/ChangeRequest.ts';
import { Staff } from '../models/Staff.ts';
import { whereBetween, whereOneOf } from '../trpc/filters.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';
import { whereClaim } from '../trpc/whereClaim.ts';
import { changeVerdicts } from './changeVerdicts.ts';

type Input = z.infer<typeof changeRequestListInput>;

export async function listChangeRequests(
  ctx: AppContext,
  staffId: string | null,
  input: Input,
): Promise<ListPage<ChangeRequest>> {
  return await listRows({
    knex: ctx.knex,
    query: () =>
      filtered(ChangeRequest.query(ctx.knex).withGraphFetched('approvals'), ctx, staffId, input.filter ?? {}),
    input,
    sortColumns: {
      createdAt: { sql: 'change_requests.created_at', type: 'timestamptz' },
      expiresAt: { sql: 'change_requests.expires_at', type: 'timestamptz' },
    },
    defaultSort: { field: 'createdAt', order: 'DESC' },
    idColumn: 'change_requests.id',
  });
}

function filtered(
  query: QueryBuilder<ChangeRequest>,
  ctx: AppContext,
  staffId: string | null,
  filter: NonNullable<Input['filter']>,
) {
  whereClaim(query, {
    subjectKind: 'changeRequest',
    table: 'change_requests',
    staffId,
    filter: filter.claim,
  });
  whereOneOf(query, 'status', filter.status);
  whereOneOf(query, 'action', filter.action);
  if (filter.makerId !== undefined) void query.whereRaw('maker_id::text = ?', [filter.makerId]);
  whereBetween(query, 'createdAt', filter.createdAfter, filter.createdBefore);
  if (filter.forMe === true)
    void query
      .where('status', 'waiting')
      .where('requiredApprovals', '>', 0)
      .whereRaw('expires_at > clock_timestamp()')
      .whereExists(
        Staff.query(ctx.knex)
          .where('staff.id', staffId)
          .whereRaw('staff.id <> change_requests.maker_id')
          .whereRaw(`staff.role in ('admin', change_requests.approver_role)`)
          .whereRaw('staff.role_since < change_requests.created_at'),
      )
      .whereNotExists(
        ChangeRequestApproval.query(ctx.knex)
          .whereRaw('change_request_id = change_requests.id')
          .where('staffId', staffId),
      );
  return query;
}

/** Change requests as sent over the wire. Their `approvals` must be fetched. */
export async function presentChangeRequests(
  ctx: AppContext,
  staff: StaffPrincipal | null,
  requests: readonly ChangeRequest[],
): Promise<ChangeRequestOutput[]> {
  const caller = staff === null ? undefined : await Staff.query(ctx.knex).findById(staff.id);
  return requests.map((request) => present(request, caller));
}

function present(request: ChangeRequest, caller: Staff | undefined): ChangeRequestOutput {
  const verdicts = caller === undefined ? null : changeVerdicts(request, caller);
  return {
    id: request.id,
    action: request.action,
    status: request.status,
    statusColor: changeRequestStatusColor(request.status),
    summary: request.summary,
    reason: request.reason,
    facts: request.facts,
    amountUsd: request.amountUsd === null ? null : formatUsd(request.amountUsd),
    subject:
      request.subjectKind === null || request.subjectId === null
        ? null
        : { kind: request.subjectKind, id: request.subjectId },
    payload: request.payload,
    payloadHash: request.payloadHash,
    maker: { id: request.makerId, name: request.makerName },
    makerEvidence: request.makerStepUpKind,
    requiredApprovals: request.requiredApprovals,
    approverRole: request.approverRole,
    approvals: (request.approvals ?? []).map((approval) => ({
      id: approval.id,
      staff: { id: approval.staffId, name: approval.staffName },
      note: approval.note,
      evidence: approval.stepUpKind,
      createdAt: approval.createdAt.toISOString(),
    })),
    notBefore: request.notBefore?.toISOString() ?? null,
    expiresAt: request.expiresAt.toISOString(),
    createdAt: request.createdAt.toISOString(),
    appliedAt: request.appliedAt?.toISOString() ?? null,
    closedBy: closedBy(request),
    result:
      request.resultKind === null || request.resultId === null
        ? null
        : { kind: request.resultKind, id: request.resultId },
    error: request.error,
    can: {
      approve: verdictOf(verdicts?.approve),
      reject: verdictOf(verdicts?.reject),
      cancel: verdictOf(verdicts?.cancel),
    },
  };
}

function closedBy({ status, closedAt, closedById, closedByName, closedNote }: ChangeRequest) {
  if (closedAt === null || (status !== 'rejected' && status !== 'cancelled')) return null;
  const staff = closedById === null ? null : { id: closedById, name: closedByName ?? closedById };
  return { staff, note: closedNote, closedAt: closedAt.toISOString() };
}

/** Undefined: the caller is not staff. */
const verdictOf = (refusal: DomainError | null | undefined) =>
  refusal === null
    ? { allowed: true, why: null }
    : { allowed: false, why: refusal?.message ?? 'Only staff can do this.' };
