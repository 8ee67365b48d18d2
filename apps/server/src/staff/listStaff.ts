import type { staffListInput } from '@paydesk/types';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { Staff } from '../models/Staff.ts';
import { containing, whereOneOf } from '../rowFilters/conditions.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof staffListInput>;

/** One page of the staff accounts. */
export async function listStaff(ctx: AppContext, input: Input): Promise<ListPage<Staff>> {
  return await listRows({
    knex: ctx.knex,
    query: () => filtered(Staff.query(ctx.knex), input.filter ?? {}),
    input,
    sortColumns: {
      createdAt: { sql: 'staff.created_at', type: 'timestamptz' },
      email: { sql: 'staff.email', type: 'text' },
      name: { sql: 'staff.name', type: 'text' },
    },
    defaultSort: { field: 'createdAt', order: 'ASC' },
    idColumn: 'staff.id',
  });
}

function filtered(query: QueryBuilder<Staff>, filter: NonNullable<Input['filter']>) {
  whereOneOf(query, 'role', filter.role);
  if (filter.isActive !== undefined)
    void (filter.isActive ? query.whereNull('deactivatedAt') : query.whereNotNull('deactivatedAt'));
  const text = filter.q;
  if (text !== undefined)
    void query.where((either) =>
      either.where('email', 'ilike', containing(text)).orWhere('name', 'ilike', containing(text)),
    );
  return query;
}
