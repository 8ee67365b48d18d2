import type { withdrawalListInput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import type { StaffPrincipal } from '../auth/principal.ts';
import { WithdrawalApproval } from '../models/WithdrawalApproval.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { whereBetween, whereFound, whereOneOf, whereReferences, whereUser } from './conditions.ts';
import { currencyCodesOf } from './currencyCodes.ts';
import type { Reader } from './reader.ts';
import { readIdsFound } from './searchStatement.ts';
import { requireStaff, whereClaim } from './whereClaim.ts';

type Filter = NonNullable<z.infer<typeof withdrawalListInput>['filter']>;

/** Builds queries of the withdrawals that a filter leaves. */
export async function withdrawalRows(
  knex: Knex,
  filter: Filter,
  reader: Reader,
): Promise<() => QueryBuilder<WithdrawalRequest>> {
  const codes = await currencyCodesOf(knex, filter);
  const found = await readIdsFound(knex, 'withdrawals', filter.q, reader);
  return () => {
    const query = WithdrawalRequest.query(knex);
    if (reader.ownUserId !== null) void query.where('userId', reader.ownUserId);
    whereUser(query, 'userId', filter);
    whereOneOf(query, 'status', filter.status);
    whereOneOf(query, 'currencyCode', codes);
    whereBetween(query, 'amountUsd', filter.amountUsdMin, filter.amountUsdMax);
    whereBetween(query, 'createdAt', filter.createdAfter, filter.createdBefore);
    whereBetween(query, 'updatedAt', filter.updatedAfter, undefined);
    whereReferences(query, 'withdrawal_requests', filter);
    whereClaim(query, {
      subjectKind: 'withdrawal',
      table: 'withdrawal_requests',
      staffId: reader.staff?.id ?? null,
      filter: filter.claim,
    });
    if (filter.forMe === true) whereMayApprove(query, reader.staff);
    // The conditions of two partial indexes.
    if (filter.isIntact !== undefined) void query.whereRaw(filter.isIntact ? 'is_intact' : 'not is_intact');
    whereFound(query, 'withdrawal_requests.id', found);
    return query;
  };
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
      `((select same_person_allowed()) or (
        (requested_by_kind <> 'staff' or requested_by_id is distinct from :staffId)
        and ((select creditor_days()) = 0 or not exists (
          select from creditors_of(withdrawal_requests.user_id, withdrawal_requests.created_at, (select creditor_days())) c
          where c.staff_id = :staffId))))`,
      { staffId },
    );
}
