import type { changeRequestListInput, ChangeRequestOutput } from '@paydesk/types';
import { changeRequestStatusColor, formatUsd } from '@paydesk/types';
import type { z } from 'zod';
import type { StaffPrincipal } from '../auth/principal.ts';
import type { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import type { ChangeRequest } from '../models/ChangeRequest.ts';
import { Staff } from '../models/Staff.ts';
import { changeRequestRows } from '../rowFilters/changeRequestRows.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';
import { changeVerdicts } from './changeVerdicts.ts';

type Input = z.infer<typeof changeRequestListInput>;

export async function listChangeRequests(
  ctx: AppContext,
  staffId: string | null,
  input: Input,
): Promise<ListPage<ChangeRequest>> {
  const rows = changeRequestRows(ctx.knex, input.filter ?? {}, staffId);
  return await listRows({
    knex: ctx.knex,
    query: () => rows().withGraphFetched('approvals'),
    input,
    sortColumns: {
      createdAt: { sql: 'change_requests.created_at', type: 'timestamptz' },
      expiresAt: { sql: 'change_requests.expires_at', type: 'timestamptz' },
    },
    defaultSort: { field: 'createdAt', order: 'DESC' },
    idColumn: 'change_requests.id',
  });
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
