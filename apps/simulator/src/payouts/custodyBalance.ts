import { COINS, findCoin } from '../coins/coins.ts';
import { convert } from '../coins/convert.ts';
import type { Core } from '../core.ts';
import { Decimal, plain, roundDown, type Decimal as DecimalType } from '../money/decimal.ts';
import { numberToken } from '../json/exactJson.ts';
import { isOnItsWay, keepsMoney } from './payoutRecord.ts';

/** What a wallet holds that nobody has set, worth this many USD. */
const PLENTY_USD = '1000000';

/**
 * What can still be paid out of a currency: what the wallet was given, less what was paid or is on its way.
 */
export const availableBalance = (core: Core, code: string): DecimalType =>
  taken(core, code, keepsMoney).reduce((rest, amount) => rest.minus(amount), new Decimal(given(core, code)));

const given = (core: Core, code: string): string =>
  core.payouts.balance(code) ?? roundDown(convert(PLENTY_USD, 'usd', code), findCoin(code)?.precision ?? 8);

const taken = (core: Core, code: string, counts: typeof keepsMoney): string[] =>
  core.payouts
    .all()
    .filter((payout) => payout.currency === code && counts(payout))
    .map((payout) => payout.amount);

/** Answer of GET /v1/balance. */
export const presentBalances = (core: Core) =>
  Object.fromEntries(
    COINS.filter((coin) => coin.isEnabled).map(({ code }) => [
      code,
      {
        amount: numberToken(plain(Decimal.max(availableBalance(core, code), 0))),
        pendingAmount: numberToken(
          plain(taken(core, code, isOnItsWay).reduce((sum, amount) => sum.plus(amount), new Decimal(0))),
        ),
      },
    ]),
  );
