import type { webhookEndpointListInput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { WebhookEndpoint } from '../models/WebhookEndpoint.ts';
import { endpointRows } from '../rowFilters/endpointRows.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.output<typeof webhookEndpointListInput>;

/** One page of webhook endpoints. */
export async function listEndpoints(ctx: AppContext, input: Input): Promise<ListPage<WebhookEndpoint>> {
  const rows = endpointRows(ctx.knex, input.filter ?? {});
  return await listRows({
    knex: ctx.knex,
    query: () => rows().withGraphFetched('secrets'),
    input,
    sortColumns: {
      createdAt: { sql: 'webhook_endpoints.created_at', type: 'timestamptz' },
      url: { sql: 'webhook_endpoints.url', type: 'text' },
    },
    defaultSort: { field: 'createdAt', order: 'DESC' },
    idColumn: 'webhook_endpoints.id',
  });
}

/** All endpoints, with their secrets. */
export const endpointsWithSecrets = (db: Knex) => WebhookEndpoint.query(db).withGraphFetched('secrets');
