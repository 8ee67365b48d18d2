import type { webhookDeliveryListInput } from '@paydesk/types';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { WebhookDelivery } from '../models/WebhookDelivery.ts';
import { whereBetween, whereOneOf } from '../rowFilters/conditions.ts';
import { listRows, type ListPage } from '../trpc/listRows.ts';

type Input = z.output<typeof webhookDeliveryListInput>;

/** One page of deliveries, newest first. */
export async function listDeliveries(ctx: AppContext, input: Input): Promise<ListPage<WebhookDelivery>> {
  return await listRows({
    knex: ctx.knex,
    query: () => filtered(ctx, input.filter ?? {}),
    input,
    sortColumns: { createdAt: { sql: 'webhook_deliveries.created_at', type: 'timestamptz' } },
    defaultSort: { field: 'createdAt', order: 'DESC' },
    idColumn: 'webhook_deliveries.id',
  });
}

function filtered({ knex }: AppContext, filter: NonNullable<Input['filter']>) {
  const query = WebhookDelivery.query(knex);
  for (const column of ['endpointId', 'eventId', 'eventType', 'kind', 'status'] as const)
    whereOneOf(query, column, filter[column]);
  whereBetween(query, 'createdAt', filter.createdAfter, filter.createdBefore);
  return query;
}
