import type { userListInput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import type { User } from '../models/User.ts';
import { userRows } from '../rowFilters/userRows.ts';
import type { Reader } from '../rowFilters/reader.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof userListInput>;

/** One page of the users that a filter leaves; those that the reader may see. */
export async function listUsers(ctx: AppContext, input: Input, reader: Reader): Promise<ListPage<User>> {
  return await listRows({
    knex: ctx.knex,
    query: await userRows(ctx.knex, input.filter ?? {}, reader),
    input,
    sortColumns: {
      createdAt: { sql: 'users.created_at', type: 'timestamptz' },
      username: { sql: 'users.username', type: 'text' },
      externalId: { sql: 'users.external_id', type: 'text' },
      updatedAt: { sql: 'users.updated_at', type: 'timestamptz' },
    },
    defaultSort: { field: 'createdAt', order: 'DESC' },
    idColumn: 'users.id',
  });
}
