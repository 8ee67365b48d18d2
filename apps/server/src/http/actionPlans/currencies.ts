import { currencyAcceptChangeInput, currencyCreateInput, currencyUpdateInput } from '@paydesk/types';
import { DomainError } from '../../base/domainError.ts';
import { acceptCurrencyChange, requireSame } from '../../currencies/acceptCurrencyChange.ts';
import { createCurrency } from '../../currencies/createCurrency.ts';
import { updateCurrency } from '../../currencies/updateCurrency.ts';
import { Currency } from '../../models/Currency.ts';
import { actionPlan, changedFacts, newFact } from './facts.ts';

/** What a change of costs money, or lets money out; or what people take a currency for. */
const GUARDED_FIELDS = [
  'Minimum in USD',
  'Network fee USD',
  'Service fee percent',
  'Service fee USD',
  'Name',
  'Symbol',
  'Is stable',
];

export const currencyPlans = {
  'currencies.create': actionPlan({
    input: currencyCreateInput,
    permission: 'currencies.write',
    async assess(ctx, _actor, { proof: _proof, ...input }) {
      if ((await Currency.query(ctx.knex).findOne({ code: input.code })) !== undefined)
        throw new DomainError('CURRENCY_EXISTS', `${input.code} exists already`);
      return {
        needs: 'admin',
        summary: `Add the currency ${input.code}`,
        facts: Object.entries(input).map(([field, value]) => newFact(field, value)),
      };
    },
    apply: async (ctx, maker, input) => ({
      kind: 'currency',
      id: (await createCurrency(ctx, maker, input)).id,
    }),
  }),
  'currencies.update': actionPlan({
    input: currencyUpdateInput,
    permission: 'currencies.write',
    async assess(ctx, _actor, { id, proof: _proof, ...changes }) {
      const currency = await Currency.query(ctx.knex).findById(id);
      if (currency === undefined) throw new DomainError('NOT_FOUND', 'no such currency');
      const facts = changedFacts(currency, changes, { minAmountUsd: 'Minimum in USD' });
      const isGuarded =
        facts.some(({ label }) => GUARDED_FIELDS.includes(label)) ||
        // Switching withdrawals off stops something; switching them on lets money out.
        (changes.withdrawalsEnabled === true && !currency.withdrawalsEnabled);
      return {
        needs: isGuarded ? 'admin' : 'alone',
        summary: `Change name, fees, minimum or withdrawals of ${currency.code}`,
        facts,
        subject: { kind: 'currency', id },
      };
    },
    async apply(ctx, maker, input) {
      await updateCurrency(ctx, maker, input);
      return { kind: 'currency', id: input.id };
    },
  }),
  'currencies.acceptChange': actionPlan({
    input: currencyAcceptChangeInput,
    permission: 'currencies.write',
    async assess(ctx, _actor, { id, pendingChange: seen }) {
      const currency = await Currency.query(ctx.knex).findById(id);
      if (currency === undefined) throw new DomainError('NOT_FOUND', 'no such currency');
      requireSame(currency, seen);
      return {
        // Where money goes from then on.
        needs: currency.pendingChange === null ? 'alone' : 'admin',
        summary: `Accept the network, contract and precision that the provider reports for ${currency.code}`,
        facts: changedFacts(currency, seen),
        subject: { kind: 'currency', id },
      };
    },
    async apply(ctx, maker, input) {
      await acceptCurrencyChange(ctx, maker, input);
      return { kind: 'currency', id: input.id };
    },
  }),
};
