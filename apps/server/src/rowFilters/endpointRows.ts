import type { webhookEndpointListInput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import { WebhookEndpoint } from '../models/WebhookEndpoint.ts';
import { containing, wherePresent } from './conditions.ts';

type Filter = NonNullable<z.infer<typeof webhookEndpointListInput>['filter']>;

/** Builds queries of the webhook endpoints that a filter leaves. */
export function endpointRows(knex: Knex, filter: Filter): () => QueryBuilder<WebhookEndpoint> {
  return () => {
    const query = WebhookEndpoint.query(knex);
    wherePresent(query, 'disabledAt', filter.isEnabled === undefined ? undefined : !filter.isEnabled);
    // Null where it is enabled.
    if (filter.isDisabledByDesk !== undefined)
      void query.whereRaw(
        `coalesce(disabled_reason, 'staff') ${filter.isDisabledByDesk ? '<>' : '='} 'staff'`,
      );
    if (filter.isFailing !== undefined)
      void query.whereRaw(`(disabled_at is null and failures > 0) = ?::boolean`, [String(filter.isFailing)]);
    const text = filter.q;
    if (text !== undefined)
      void query.where(
        (either) =>
          void either
            .where('url', 'ilike', containing(text))
            .orWhere('description', 'ilike', containing(text)),
      );
    return query;
  };
}
