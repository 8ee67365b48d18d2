import { COINS } from '@paydesk/simulator';
import { Decimal } from '@paydesk/types';
import type { View } from '../schedule/view.ts';
import type { World } from '../schedule/world.ts';
import { choose, WATCHED_MS, type Operation, type Step } from './operation.ts';

/** Other assets that reach an address of the same form. */
const OTHER_ASSETS: Record<string, string[]> = {
  USDTBSC: ['usdterc20', 'bnbbsc'],
  SOL: ['usdtsol'],
  USDTTRC20: ['trx'],
  BTC: [],
  XRP: [],
};

/** Payers: they have an address and send any amount at any time. */
export const payerOperations = {
  payInFull: pay(() => 'full'),
  payOdd: pay((step, asked, places) =>
    scaled(asked, step.random.pick([1, 333, 500, 999, 1001, 1250, 3000, step.random.int(10, 2000)]), places),
  ),
  payDust: pay((_step, asked, places) => scaled(asked, 1, places)),
  payWrongAsset: async (world, view, step) => {
    const payment = payable(world, view, step);
    const asset = choose(OTHER_ASSETS[payment?.currency_code ?? ''] ?? [], step.random.next());
    if (payment === undefined || asset === undefined) return 'no payment to pay';
    await world.simulator.deposit(payment.provider_payment_id as string, {
      amount: `${step.random.int(2, 60)}.${step.random.int(1, 9)}`,
      asset,
    });
    return `${payment.id} in ${asset}`;
  },
} satisfies Record<string, Operation>;

function pay(amountOf: (step: Step, asked: string, places: number) => string): Operation {
  return async (world, view, step) => {
    const payment = payable(world, view, step);
    if (payment === undefined) return 'no payment to pay';
    const places = COINS.find(({ code }) => code === payment.currency_code.toLowerCase())?.chainDecimals ?? 6;
    const amount = amountOf(step, payment.pay_amount ?? '1', places);
    await world.simulator.deposit(payment.provider_payment_id as string, { amount });
    return `${payment.id}: ${amount} of ${payment.pay_amount ?? '?'}`;
  };
}

/** Only addresses that the desk has shown can be paid. */
function payable(world: World, view: View, step: Step): View['payments'][number] | undefined {
  const shown = view.payments.filter(
    (payment) =>
      payment.provider_payment_id !== null &&
      payment.parent_payment_id === null &&
      world.now() - payment.created_at.getTime() < WATCHED_MS,
  );
  return choose(shown, step.at);
}

/** Thousandths of an amount, with the decimal places of the chain; never zero. */
function scaled(asked: string, thousandths: number, places: number): string {
  const amount = new Decimal(asked)
    .times(thousandths)
    .dividedBy(1000)
    .toDecimalPlaces(places, Decimal.ROUND_DOWN);
  return Decimal.max(amount, new Decimal(10).pow(-places)).toFixed();
}
