import { Decimal } from '@paydesk/types';
import { closeSuspense, creditSuspense, receiveReport, SuspenseItem } from '@paydesk/server/domain';
import { ask, look, payIn, provided, sendAgain, type Deposit } from './depositStories.ts';
import { DAY, HOUR, type Life } from './lives.ts';

/** How an item of suspense ends; `open` waits for staff. */
export type SuspenseEnding = 'credited' | 'returned' | 'written_off' | 'open';

/** Something arrives that no rule credits. Answers the provider's id of the payment it came with. */
type Arrival = (life: Life, deposit: Deposit) => Promise<string>;

export const suspenseArrivals = {
  async redeposit(life, deposit) {
    const payment = await payIn(life, deposit);
    await life.pass(9 * HOUR);
    return await sendAgain(life, deposit, payment, 'full');
  },

  async wrongAsset(life, deposit) {
    const payment = await payIn(life, { ...deposit, currencyCode: 'USDTBSC' });
    await life.pass(4 * HOUR);
    return await sendAgain(life, deposit, payment, '40', 'usdcbsc');
  },

  async amountGrew(life, deposit) {
    const payment = await payIn(life, { ...deposit, currencyCode: 'USDTTRC20' });
    await life.pass(6 * HOUR);
    await deposit.stage.simulator.setStatus(provided(payment), {
      actually_paid: new Decimal(payment.actualAmount ?? 0).plus(15).toFixed(),
    });
    await look(life, deposit.stage, payment);
    return provided(payment);
  },

  /** Less than the provider can forward: it fails the payment and keeps the dust. */
  async dust(life, deposit) {
    const payment = await ask(life, { ...deposit, currencyCode: 'USDTTRC20' });
    await life.pass(HOUR);
    await deposit.stage.simulator.deposit(provided(payment), { amount: `${deposit.random.between(2, 9)}.5` });
    await life.pass(HOUR);
    await look(life, deposit.stage, payment);
    return provided(payment);
  },

  async expiredWithFunds(life, deposit) {
    const payment = await ask(life, { ...deposit, currencyCode: 'USDTTRC20' });
    await life.pass(7 * DAY + HOUR);
    await deposit.stage.simulator.setStatus(provided(payment), {
      payment_status: 'expired',
      actually_paid: '12',
    });
    await look(life, deposit.stage, payment);
    return provided(payment);
  },

  /** Money for an order that this desk has never heard of. */
  async stranger(life, { stage, amountUsd, random }) {
    const { provider } = life.ctx;
    const foreign = await provider.createPayment({
      priceAmount: amountUsd,
      priceCurrency: 'usd',
      payCurrency: 'usdttrc20',
      orderId: `INV-${random.between(1000, 9999)}`,
    });
    await stage.simulator.deposit(foreign.providerPaymentId, { amount: 'full' });
    await life.pass(2 * HOUR);
    await stage.simulator.settle();
    await receiveReport(life.ctx, 'list', await provider.getPayment(foreign.providerPaymentId));
    return foreign.providerPaymentId;
  },
} satisfies Record<string, Arrival>;

export type SuspenseArrivalName = keyof typeof suspenseArrivals;

const NOTES = {
  credited: 'The customer wrote to us: meant for the balance',
  returned: 'Sent back to the address it came from',
  written_off: 'Too little to send back',
} as const;

/** The arrival, and what staff make of it some hours later. */
export async function throughSuspense(
  life: Life,
  deposit: Deposit,
  arrival: SuspenseArrivalName,
  ending: SuspenseEnding,
): Promise<void> {
  const providerPaymentId = await suspenseArrivals[arrival](life, deposit);
  if (ending === 'open') return;
  await life.pass(deposit.random.between(2, 30) * HOUR);
  const { ctx } = life;
  const { id, userId, amountUsd } = await SuspenseItem.query(ctx.knex)
    .findOne({ providerPaymentId, status: 'open' })
    .throwIfNotFound({ message: `${arrival} left no open suspense item` });
  const note = NOTES[ending];
  if (ending === 'credited') {
    await creditSuspense(ctx, deposit.stage.operator, {
      id,
      note,
      ...(userId === null && { userId: deposit.customer.id }),
      ...(/^0(\.0+)?$/.test(amountUsd) && { amountUsd: '40.00' }),
    });
  } else {
    await closeSuspense(ctx, deposit.stage.operator, { id, note, as: ending });
  }
}
