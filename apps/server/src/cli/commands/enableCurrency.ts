import { z } from 'zod';
import { COMMAND_LINE } from '../../base/actor.ts';
import { PROGRAM } from '../../base/files.ts';
import { setCurrenciesActive } from '../../currencies/setCurrenciesActive.ts';
import { Currency } from '../../models/Currency.ts';
import { command } from '../command.ts';
import { CommandFailure } from '../failure.ts';
import { facts } from '../table.ts';
import { withContext } from '../withContext.ts';

export const enableCurrencyCommand = command({
  name: 'currency enable',
  summary: 'Offer a currency to payers; one that is offered already stays as it is',
  argument: { name: 'code', help: 'As the provider writes it, such as USDTTRC20' },
  options: {},
  input: z.object({ code: z.string().min(1).max(40) }),
  async run({ code }, context) {
    const { currency, changed } = await withContext(context, { provider: false }, async (ctx) => {
      const found = await Currency.query(ctx.knex).whereRaw('lower(code) = lower(?)', [code]).first();
      if (found === undefined)
        throw new CommandFailure(
          `The desk knows no currency ${code}. Run “${PROGRAM} sync-currencies” first.`,
        );
      await setCurrenciesActive(ctx, COMMAND_LINE, [found.id], true);
      return { currency: found, changed: !found.isActive };
    });
    return {
      json: { id: currency.id, code: currency.code, isAvailable: currency.isAvailable, changed },
      text: facts({
        Currency: currency.code,
        Result: changed ? 'offered from now on' : 'offered already, nothing changed',
        Note: currency.isAvailable ? null : 'the provider does not have it at present: payers do not see it',
      }),
    };
  },
});
