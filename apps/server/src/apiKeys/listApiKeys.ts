import type { apiKeyListInput } from '@paydesk/types';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { ApiKey } from '../models/ApiKey.ts';
import { containing } from '../rowFilters/conditions.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.infer<typeof apiKeyListInput>;

/** One page of API keys, with their secrets' prefixes. */
export async function listApiKeys(ctx: AppContext, input: Input): Promise<ListPage<ApiKey>> {
  return await listRows({
    knex: ctx.knex,
    query: () => filtered(ApiKey.query(ctx.knex).withGraphFetched('secrets'), input.filter ?? {}),
    input,
    sortColumns: {
      createdAt: { sql: 'api_keys.created_at', type: 'timestamptz' },
      name: { sql: 'api_keys.name', type: 'text' },
    },
    defaultSort: { field: 'createdAt', order: 'DESC' },
    idColumn: 'api_keys.id',
  });
}

function filtered(query: QueryBuilder<ApiKey>, filter: NonNullable<Input['filter']>) {
  if (filter.isActive === true)
    void query.whereNull('revokedAt').whereRaw('(expires_at is null or expires_at > now())');
  if (filter.isActive === false) void query.whereRaw('(revoked_at is not null or expires_at <= now())');
  if (filter.q !== undefined) void query.where('name', 'ilike', containing(filter.q));
  return query;
}
