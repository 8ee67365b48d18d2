import { COINS, findCoin } from '../coins/coins.ts';
import { convert } from '../coins/prices.ts';
import type { SimulatorContext } from '../context.ts';
import { Decimal, plain, roundDown, type Decimal as DecimalType } from '../money/decimal.ts';
import { numberToken } from '../json/exactJson.ts';
import { isPending, usesBalance } from '../records/payoutRecord.ts';

/** The balance of a currency for which none was set, in USD. */
const PLENTY_USD = '1000000';

/**
 * The balance available for payouts in a currency: the wallet's balance minus payouts sent or under way.
 */
export const availableBalance = (ctx: SimulatorContext, code: string): DecimalType =>
  taken(ctx, code, usesBalance).reduce((rest, amount) => rest.minus(amount), new Decimal(given(ctx, code)));

const given = (ctx: SimulatorContext, code: string): string =>
  ctx.payouts.balance(code) ?? roundDown(convert(PLENTY_USD, 'usd', code), findCoin(code)?.precision ?? 8);

const taken = (ctx: SimulatorContext, code: string, counts: typeof usesBalance): string[] =>
  ctx.payouts
    .all()
    .filter((payout) => payout.currency === code && counts(payout))
    .map((payout) => payout.amount);

/** Answer of GET /v1/balance. */
export const presentBalances = (ctx: SimulatorContext) =>
  Object.fromEntries(
    COINS.filter((coin) => coin.isEnabled).map(({ code }) => [
      code,
      {
        amount: numberToken(plain(Decimal.max(availableBalance(ctx, code), 0))),
        pendingAmount: numberToken(
          plain(taken(ctx, code, isPending).reduce((sum, amount) => sum.plus(amount), new Decimal(0))),
        ),
      },
    ]),
  );
