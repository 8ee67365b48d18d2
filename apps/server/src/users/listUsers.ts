import type { userListInput } from '@paydesk/types';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { User } from '../models/User.ts';
import { containing, whereBetween, whereOneOf } from '../trpc/filters.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof userListInput>;

/** One page of users; `ownUserId`: only this user, for a user token. */
export async function listUsers(
  ctx: AppContext,
  input: Input,
  ownUserId: string | null,
): Promise<ListPage<User>> {
  return await listRows({
    knex: ctx.knex,
    query: () => filtered(User.query(ctx.knex), input.filter ?? {}, ownUserId),
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

function filtered(query: QueryBuilder<User>, filter: NonNullable<Input['filter']>, ownUserId: string | null) {
  if (ownUserId !== null) void query.where('users.id', ownUserId);
  whereOneOf(query, 'users.externalId', filter.externalId);
  whereBetween(query, 'users.createdAt', filter.createdAfter, filter.createdBefore);
  whereBetween(query, 'users.updatedAt', filter.updatedAfter, undefined);
  if (filter.isFrozen !== undefined)
    void (filter.isFrozen ? query.whereNotNull('users.frozenAt') : query.whereNull('users.frozenAt'));
  if (filter.isAnonymized !== undefined)
    void (filter.isAnonymized
      ? query.whereNotNull('users.anonymizedAt')
      : query.whereNull('users.anonymizedAt'));
  // The expression of the trigram index users_search.
  if (filter.q !== undefined)
    void query.whereRaw(
      `(users.username || ' ' || coalesce(users.email, '') || ' ' || users.external_id) ilike ?`,
      [containing(filter.q)],
    );
  return query;
}
