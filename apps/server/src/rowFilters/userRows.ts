import type { userListInput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import { User } from '../models/User.ts';
import { whereBetween, whereFound, whereOneOf, wherePresent } from './conditions.ts';
import type { Reader } from './reader.ts';
import { readIdsFound } from './searchStatement.ts';

type Filter = NonNullable<z.infer<typeof userListInput>['filter']>;

/** Builds queries of the users that a filter leaves. */
export async function userRows(
  knex: Knex,
  filter: Filter,
  reader: Reader,
): Promise<() => QueryBuilder<User>> {
  const found = await readIdsFound(knex, 'users', filter.q, reader);
  return () => {
    const query = User.query(knex);
    if (reader.ownUserId !== null) void query.where('users.id', reader.ownUserId);
    whereOneOf(query, 'users.externalId', filter.externalId);
    whereBetween(query, 'users.createdAt', filter.createdAfter, filter.createdBefore);
    whereBetween(query, 'users.updatedAt', filter.updatedAfter, undefined);
    wherePresent(query, 'users.frozenAt', filter.isFrozen);
    wherePresent(query, 'users.anonymizedAt', filter.isAnonymized);
    whereFound(query, 'users.id', found);
    return query;
  };
}
