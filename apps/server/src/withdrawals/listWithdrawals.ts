import type { withdrawalListInput } from '@paydesk/types';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import type { StaffPrincipal } from '../auth/principal.ts';
import type { AppContext } from '../context/appContext.ts';
import { WithdrawalApproval } from '../models/WithdrawalApproval.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { whereBetween, whereOneOf, whereReferences, whereUser } from '../trpc/filters.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';
import { requireStaff, whereClaim } from '../trpc/whereClaim.ts';

type Input = z.infer<typeof withdrawalListInput>;

interface ListCaller {
  /** The only user whose rows the caller sees; null: all. */
  ownUserId: string | null;
  /** Null: the caller is not staff. */
  staff: StaffPrincipal | null;
}

export async function listWithdrawals(
  ctx: AppContext,
  input: Input,
  ownUserId: string | null,
  staff: StaffPrincipal | null = null,
): Promise<ListPage<WithdrawalRequest>> {
  return await listRows({
    knex: ctx.knex,
    query: () => filtered(WithdrawalRequest.query(ctx.knex), input.filter ?? {}, { ownUserId, staff }),
    input,
    sortColumns: {
      createdAt: { sql: 'withdrawal_requests.created_at', type: 'timestamptz' },
      amountUsd: { sql: 'withdrawal_requests.amount_usd', type: 'numeric' },
      statusChangedAt: { sql: 'withdrawal_requests.status_changed_at', type: 'timestamptz' },
      updatedAt: { sql: 'withdrawal_requests.updated_at', type: 'timestamptz' },
    },
    defaultSort: { field: 'createdAt', order: 'DESC' },
    idColumn: 'withdrawal_requests.id',
  });
}

function filtered(
  query: QueryBuilder<WithdrawalRequest>,
  filter: NonNullable<Input['filter']>,
  { ownUserId, staff }: ListCaller,
) {
  if (ownUserId !== null) void query.where('userId', ownUserId);
  whereUser(query, 'userId', filter);
  whereOneOf(query, 'status', filter.status);
  whereOneOf(query, 'currencyCode', filter.currencyCode);
  whereBetween(query, 'amountUsd', filter.amountUsdMin, filter.amountUsdMax);
  whereBetween(query, 'createdAt', filter.createdAfter, filter.createdBefore);
  whereBetween(query, 'updatedAt', filter.updatedAfter, undefined);
  whereReferences(query, 'withdrawal_requests', filter);
  whereClaim(query, {
    subjectKind: 'withdrawal',
    table: 'withdrawal_requests',
    staffId: staff?.id ?? null,
    filter: filter.claim,
  });
  if (filter.forMe === true) whereMayApprove(query, staff);
  const text = filter.q;
  if (text !== undefined)
    void query.where((either) =>
      either
        .where('internalWithdrawalId', text)
        .orWhere('orderId', text)
        .orWhereRaw('address_key = account_key(?)', [text])
        .orWhere('transactionHash', text),
    );
  return query;
}

/** What the person may approve by the four-eyes rule and has not: as `fourEyesConflict` and the database decide. */
function whereMayApprove(query: QueryBuilder<WithdrawalRequest>, staff: StaffPrincipal | null): void {
  const staffId = requireStaff(staff?.id ?? null);
  if (!staff?.permissions.has('withdrawals.approve')) void query.whereRaw('false');
  void query
    .where('withdrawal_requests.status', 'pending')
    .where('withdrawal_requests.isIntact', true)
    .whereNotExists(
      WithdrawalApproval.query()
        .whereColumn('withdrawal_approvals.withdrawalRequestId', 'withdrawal_requests.id')
        .where('withdrawal_approvals.staffId', staffId),
    )
    .whereRaw(
      `(same_person_allowed() or (
        (requested_by_kind <> 'staff' or requested_by_id is distinct from :staffId)
        and (creditor_days() = 0 or not exists (
          select from creditors_of(withdrawal_requests.user_id, withdrawal_requests.created_at, creditor_days()) c
          where c.staff_id = :staffId))))`,
      { staffId },
    );
}
