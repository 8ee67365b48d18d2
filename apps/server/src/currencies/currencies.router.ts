import {
  currencyCreateInput,
  currencyAcceptChangeInput,
  currencyListInput,
  currencyOutput,
  currencySetActiveInput,
  currencySyncInput,
  currencySyncOutput,
  currencyUpdateInput,
} from '@paydesk/types';
import { z } from 'zod';
import { Currency } from '../models/Currency.ts';
import { permitted, router } from '../trpc/procedure.ts';
import { defineResource } from '../trpc/resource.ts';
import { acceptCurrencyChange } from './acceptCurrencyChange.ts';
import { createCurrency } from './createCurrency.ts';
import { listCurrencies } from './listCurrencies.ts';
import { presentCurrency } from './presentCurrency.ts';
import { setCurrenciesActive } from './setCurrenciesActive.ts';
import { syncCurrencies } from './syncCurrencies.ts';
import { updateCurrency } from './updateCurrency.ts';

const currencies = defineResource({
  name: 'currency',
  permission: 'currencies.read',
  listInput: currencyListInput,
  output: currencyOutput,
  list: async ({ app }, input) => await listCurrencies(app, input),
  query: (knex) => Currency.query(knex),
  userColumn: null,
  present: (_scope, rows) => rows.map(presentCurrency),
});

/** The list, for exports. */
export const currencyListing = currencies.listing;

export const currenciesRouter = router({
  ...currencies.procedures,
  create: currencies.command(
    'currencies.write',
    currencyCreateInput,
    async ({ app, actor }, input) => await createCurrency(app, actor, input),
  ),
  update: currencies.command(
    'currencies.write',
    currencyUpdateInput,
    async ({ app, actor }, input) => await updateCurrency(app, actor, input),
  ),
  /** Accepts what the provider has changed under open requests, when these have ended. */
  acceptChange: currencies.command(
    'currencies.write',
    currencyAcceptChangeInput,
    async ({ app, actor }, input) => await acceptCurrencyChange(app, actor, input),
  ),
  /** Changes several at once; returns those that exist. */
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
