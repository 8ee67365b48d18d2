import { currencyDisplayName } from '@paydesk/types';
import type { AppContext } from '../../context/appContext.ts';
import { Currency } from '../../models/Currency.ts';

/** "USDT (TRC20)" of a provider's code, as lists have it; of a currency that the desk does not know, the code. */
export async function currencyName({ knex }: AppContext, code: string): Promise<string> {
  const currency = await Currency.query(knex).findOne({ code });
  return currencyDisplayName(currency ?? { code, token: null, network: null });
}
