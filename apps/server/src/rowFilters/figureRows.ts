import type { Figure } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Model, QueryBuilder } from 'objection';
import { balanceRows } from './balanceRows.ts';
import { changeRequestRows } from './changeRequestRows.ts';
import { currencyRows } from './currencyRows.ts';
import { endpointRows } from './endpointRows.ts';
import { paymentRows } from './paymentRows.ts';
import { wholeDesk } from './reader.ts';
import { suspenseRows } from './suspenseRows.ts';
import { transactionRows } from './transactionRows.ts';
import { withdrawalRows } from './withdrawalRows.ts';

/** Builds queries of the rows that make up a figure: those of the list with the same filter. */
export async function figureRows(
  knex: Knex,
  { resource, filter }: Figure,
): Promise<() => QueryBuilder<Model>> {
  switch (resource) {
    case 'payments':
      return await paymentRows(knex, filter, wholeDesk);
    case 'withdrawals':
      return await withdrawalRows(knex, filter, wholeDesk);
    case 'transactions':
      return await transactionRows(knex, filter, wholeDesk);
    case 'suspense':
      return await suspenseRows(knex, filter, wholeDesk);
    case 'balances':
      return await balanceRows(knex, filter, wholeDesk);
    case 'changeRequests':
      return changeRequestRows(knex, filter, null);
    case 'currencies':
      return currencyRows(knex, filter);
    case 'webhookEndpoints':
      return endpointRows(knex, filter);
  }
}
