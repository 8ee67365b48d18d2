import type { suspenseListInput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import { SuspenseItem } from '../models/SuspenseItem.ts';
import { whereBetween, whereFound, whereOneOf, wherePresent, whereUser } from './conditions.ts';
import { currencyCodesOf } from './currencyCodes.ts';
import type { Reader } from './reader.ts';
import { readIdsFound } from './searchStatement.ts';
import { whereClaim } from './whereClaim.ts';

type Filter = NonNullable<z.infer<typeof suspenseListInput>['filter']>;

/** Builds queries of the suspense items that a filter leaves. */
export async function suspenseRows(
  knex: Knex,
  filter: Filter,
  reader: Reader,
): Promise<() => QueryBuilder<SuspenseItem>> {
  const codes = await currencyCodesOf(knex, filter);
  const found = await readIdsFound(knex, 'suspense', filter.q, reader);
  return () => {
    const query = SuspenseItem.query(knex);
    whereClaim(query, {
      subjectKind: 'suspense',
      table: 'suspense_items',
      staffId: reader.staff?.id ?? null,
      filter: filter.claim,
    });
    whereOneOf(query, 'status', filter.status);
    whereOneOf(query, 'reason', filter.reason);
    whereOneOf(query, 'currencyCode', codes);
    whereUser(query, 'userId', filter);
    whereOneOf(query, 'paymentId', filter.paymentId);
    wherePresent(query, 'paymentId', filter.hasPayment);
    whereBetween(query, 'amountUsd', filter.amountUsdMin, filter.amountUsdMax);
    whereBetween(query, 'createdAt', filter.createdAfter, filter.createdBefore);
    whereBetween(query, 'updatedAt', filter.updatedAfter, undefined);
    whereFound(query, 'suspense_items.id', found);
    return query;
  };
}
