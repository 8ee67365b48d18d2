import { Decimal } from '@paydesk/types';
import { closeSuspense, creditSuspense, receiveReport, SuspenseItem } from '@paydesk/server/domain';
import {
  requestDeposit,
  refresh,
  payDeposit,
  providerIdOf,
  sendAgain,
  type Deposit,
} from './depositScenarios.ts';
import { DAY, HOUR, type ScenarioRun } from './timeline.ts';

/** How a suspense item ends; `open` waits for staff. */
export type SuspenseEnding = 'credited' | 'returned' | 'written_off' | 'open';

/** A deposit that no rule credits. Returns the provider's id of its payment. */
type Arrival = (run: ScenarioRun, deposit: Deposit) => Promise<string>;

const suspenseArrivals = {
  async redeposit(run, deposit) {
    const payment = await payDeposit(run, deposit);
    await run.wait(9 * HOUR);
    return await sendAgain(run, deposit, payment, 'full');
  },

  async wrongAsset(run, deposit) {
    const payment = await payDeposit(run, { ...deposit, currencyCode: 'USDTBSC' });
    await run.wait(4 * HOUR);
    return await sendAgain(run, deposit, payment, '40', 'usdcbsc');
  },

  async amountGrew(run, deposit) {
    const payment = await payDeposit(run, { ...deposit, currencyCode: 'USDTTRC20' });
    await run.wait(6 * HOUR);
    await deposit.demo.simulator.setStatus(providerIdOf(payment), {
      actually_paid: new Decimal(payment.actualAmount ?? 0).plus(15).toFixed(),
    });
    await refresh(run, deposit.demo, payment);
    return providerIdOf(payment);
  },

  /** Less than the provider can forward: it fails the payment and keeps the dust. */
  async dust(run, deposit) {
    const payment = await requestDeposit(run, { ...deposit, currencyCode: 'USDTTRC20' });
    await run.wait(HOUR);
    await deposit.demo.simulator.deposit(providerIdOf(payment), {
      amount: `${deposit.random.between(2, 9)}.5`,
    });
    await run.wait(HOUR);
    await refresh(run, deposit.demo, payment);
    return providerIdOf(payment);
  },

  async expiredWithFunds(run, deposit) {
    const payment = await requestDeposit(run, { ...deposit, currencyCode: 'USDTTRC20' });
    await run.wait(7 * DAY + HOUR);
    await deposit.demo.simulator.setStatus(providerIdOf(payment), {
      payment_status: 'expired',
      actually_paid: '12',
    });
    await refresh(run, deposit.demo, payment);
    return providerIdOf(payment);
  },

  /** Money for an order that does not exist here. */
  async unmatchedPayment(run, { demo, amountUsd, random }) {
    const { provider } = run.ctx;
    const foreign = await provider.createPayment({
      priceAmount: amountUsd,
      priceCurrency: 'usd',
      payCurrency: 'usdttrc20',
      orderId: `INV-${random.between(1000, 9999)}`,
    });
    await demo.simulator.deposit(foreign.providerPaymentId, { amount: 'full' });
    await run.wait(2 * HOUR);
    await demo.simulator.settle();
    await receiveReport(run.ctx, 'list', await provider.getPayment(foreign.providerPaymentId));
    return foreign.providerPaymentId;
  },
} satisfies Record<string, Arrival>;

export type SuspenseArrivalName = keyof typeof suspenseArrivals;

const NOTES = {
  credited: 'The customer wrote to us: meant for the balance',
  returned: 'Sent back to the address it came from',
  written_off: 'Too little to send back',
} as const;

/** The arrival, and what staff decide some hours later. */
export async function throughSuspense(
  run: ScenarioRun,
  deposit: Deposit,
  arrival: SuspenseArrivalName,
  ending: SuspenseEnding,
): Promise<void> {
  const providerPaymentId = await suspenseArrivals[arrival](run, deposit);
  if (ending === 'open') return;
  await run.wait(deposit.random.between(2, 30) * HOUR);
  const { ctx } = run;
  const { id, userId, amountUsd } = await SuspenseItem.query(ctx.knex)
    .findOne({ providerPaymentId, status: 'open' })
    .throwIfNotFound({ message: `${arrival} left no open suspense item` });
  const note = NOTES[ending];
  if (ending === 'credited') {
    await creditSuspense(ctx, deposit.demo.operator, {
      id,
      note,
      ...(userId === null && { userId: deposit.customer.id }),
      ...(/^0(\.0+)?$/.test(amountUsd) && { amountUsd: '40.00' }),
    });
  } else {
    await closeSuspense(ctx, deposit.demo.operator, { id, note, as: ending });
  }
}
