import { totalsOutput } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Model, QueryBuilder } from 'objection';
import type { z } from 'zod';
import { isSince } from '../trpc/listRows.ts';
import { staffOnly } from '../trpc/procedure.ts';
import { AMOUNT_COLUMNS } from './amountColumns.ts';
import { type Reader, readerOf } from './reader.ts';
import { sumRows } from './sumRows.ts';

type Summed = 'payments' | 'withdrawals' | 'transactions' | 'suspense' | 'balances';
type Rows = () => QueryBuilder<Model>;

/**
 * The procedure `totals` of a resource, for staff only: how many rows a filter of its list leaves, and their sums.
 * `rowsOf` builds queries of these rows, as for the list.
 */
export const totalsProcedure = <Filter extends object, InputSent>(
  resource: Summed,
  inputOf: z.ZodType<{ filter?: Filter | undefined; isExact?: boolean | undefined }, InputSent>,
  rowsOf: (knex: Knex, filter: Filter | Record<string, never>, reader: Reader) => Rows | Promise<Rows>,
) =>
  staffOnly(`${resource}.read`)
    .input(inputOf)
    .output(totalsOutput)
    .query(async ({ ctx, input }) => {
      const { filter = {}, isExact = false } = input as z.output<typeof inputOf>;
      const rows = await rowsOf(ctx.app.knex, filter, readerOf(ctx));
      return await sumRows(ctx.app.knex, {
        query: rows(),
        columns: AMOUNT_COLUMNS[resource],
        isExact,
        isNewestFirst: isSince('createdAt', filter),
      });
    });
