import type { currencyListInput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import { Currency } from '../models/Currency.ts';
import { containing, whereOneOf, wherePresent } from './conditions.ts';

type Filter = NonNullable<z.infer<typeof currencyListInput>['filter']>;

/** Builds queries of the currencies that a filter leaves. */
export function currencyRows(knex: Knex, filter: Filter): () => QueryBuilder<Currency> {
  return () => {
    const query = Currency.query(knex);
    for (const flag of ['isActive', 'isStable', 'withdrawalsEnabled'] as const)
      if (filter[flag] !== undefined) void query.where(flag, filter[flag]);
    wherePresent(query, 'pendingChange', filter.hasPendingChange);
    whereOneOf(query, 'network', filter.network);
    whereOneOf(query, 'token', filter.token);
    whereOneOf(query, 'code', filter.code);
    const text = filter.q;
    if (text !== undefined)
      void query.where((either) =>
        either.where('code', 'ilike', containing(text)).orWhere('name', 'ilike', containing(text)),
      );
    return query;
  };
}
