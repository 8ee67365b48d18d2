import type { changeRequestListInput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import { ChangeRequest, ChangeRequestApproval } from '../models/ChangeRequest.ts';
import { Staff } from '../models/Staff.ts';
import { whereBetween, whereOneOf } from './conditions.ts';
import { whereClaim } from './whereClaim.ts';

type Filter = NonNullable<z.infer<typeof changeRequestListInput>['filter']>;

/** Builds queries of the change requests that a filter leaves; `staffId` is who asks. */
export function changeRequestRows(
  knex: Knex,
  filter: Filter,
  staffId: string | null,
): () => QueryBuilder<ChangeRequest> {
  return () => {
    const query = ChangeRequest.query(knex);
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
          Staff.query(knex)
            .where('staff.id', staffId)
            .whereRaw('staff.id <> change_requests.maker_id')
            .whereRaw(`staff.role in ('admin', change_requests.approver_role)`)
            .whereRaw('staff.role_since < change_requests.created_at'),
        )
        .whereNotExists(
          ChangeRequestApproval.query(knex)
            .whereRaw('change_request_id = change_requests.id')
            .where('staffId', staffId),
        );
    return query;
  };
}
