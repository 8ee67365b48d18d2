import {
  currencyCreateInput,
  currencyListInput,
  currencyOutput,
  currencySetActiveInput,
  currencySyncInput,
  currencySyncOutput,
  currencyUpdateInput,
  getInput,
  getManyInput,
  listOutput,
} from '@paydesk/types';
import { z } from 'zod';
import { DomainError } from '../base/domainError.ts';
import { Currency } from '../models/Currency.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { createCurrency } from './createCurrency.ts';
import { listCurrencies } from './listCurrencies.ts';
import { presentCurrency } from './presentCurrency.ts';
import { setCurrenciesActive } from './setCurrenciesActive.ts';
import { syncCurrencies } from './syncCurrencies.ts';
import { updateCurrency } from './updateCurrency.ts';

export const currenciesRouter = router({
  list: permitted('currencies.read')
    .input(currencyListInput)
    .output(listOutput(currencyOutput))
    .query(async ({ ctx, input }) => {
      const { rows, ...page } = await listCurrencies(ctx.app, input);
      return { ...page, data: rows.map(presentCurrency) };
    }),
  get: permitted('currencies.read')
    .input(getInput)
    .output(currencyOutput)
    .query(async ({ ctx, input }) => {
      const currency = await Currency.query(ctx.app.knex).findById(input.id);
      if (currency === undefined) throw new DomainError('NOT_FOUND', 'no such currency');
      return presentCurrency(currency);
    }),
  getMany: permitted('currencies.read')
    .input(getManyInput)
    .output(z.object({ data: z.array(currencyOutput) }))
    .query(async ({ ctx, input }) => ({
      data: (await Currency.query(ctx.app.knex).whereIn('id', input.ids)).map(presentCurrency),
    })),
  create: permitted('currencies.write')
    .input(currencyCreateInput)
    .output(currencyOutput)
    .mutation(async ({ ctx, input }) => presentCurrency(await createCurrency(ctx.app, ctx.actor, input))),
  update: permitted('currencies.write')
    .input(currencyUpdateInput)
    .output(currencyOutput)
    .mutation(async ({ ctx, input }) => presentCurrency(await updateCurrency(ctx.app, ctx.actor, input))),
  setActive: permitted('currencies.write')
    .input(currencySetActiveInput)
    .output(z.object({ data: z.array(currencyOutput) }))
    .mutation(async ({ ctx, input }) => ({
      data: (await setCurrenciesActive(ctx.app, ctx.actor, input.ids, input.isActive)).map(presentCurrency),
    })),
  sync: permitted('currencies.write')
    .input(currencySyncInput)
    .output(currencySyncOutput)
    .mutation(async ({ ctx, input }) => await syncCurrencies(ctx.app, ctx.actor, input)),
});
