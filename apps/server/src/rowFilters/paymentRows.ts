import type { paymentListInput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { QueryBuilder } from 'objection';
import type { z } from 'zod';
import { Payment } from '../models/Payment.ts';
import {
  whereBetween,
  whereFound,
  whereIsZero,
  whereNotZero,
  whereOneOf,
  wherePresent,
  whereReferences,
  whereUser,
} from './conditions.ts';
import { currencyCodesOf } from './currencyCodes.ts';
import type { Reader } from './reader.ts';
import { readIdsFound } from './searchStatement.ts';

type Filter = NonNullable<z.infer<typeof paymentListInput>['filter']>;

/** Builds queries of the payments that a filter leaves. */
export async function paymentRows(
  knex: Knex,
  filter: Filter,
  reader: Reader,
): Promise<() => QueryBuilder<Payment>> {
  const codes = await currencyCodesOf(knex, filter);
  const found = await readIdsFound(knex, 'payments', filter.q, reader);
  return () => {
    const query = Payment.query(knex);
    if (reader.ownUserId !== null) void query.where('payments.userId', reader.ownUserId);
    whereUser(query, 'payments.userId', filter);
    whereOneOf(query, 'payments.status', filter.status);
    whereOneOf(query, 'payments.currencyCode', codes);
    whereOneOf(query, 'payments.parentPaymentId', filter.parentPaymentId);
    whereBetween(query, 'payments.amountUsd', filter.amountUsdMin, filter.amountUsdMax);
    whereBetween(query, 'payments.createdAt', filter.createdAfter, filter.createdBefore);
    whereBetween(query, 'payments.updatedAt', filter.updatedAfter, undefined);
    whereReferences(query, 'payments', filter);
    wherePresent(query, 'payments.needsAttention', filter.needsAttention);
    wherePresent(query, 'payments.parentPaymentId', filter.hasParent);
    whereIsZero(query, 'payments.actualAmountUsd', filter.hasReceived);
    whereIsZero(query, 'payments.creditedAmountUsd', filter.hasCredited);
    whereNotZero(query, 'payments.inFlightAmountUsd', filter.hasInFlight);
    whereNotZero(query, 'payments.suspenseAmountUsd', filter.hasSuspense);
    whereFound(query, 'payments.id', found);
    return query;
  };
}
