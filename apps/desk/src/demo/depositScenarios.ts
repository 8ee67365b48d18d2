import { Decimal } from '@paydesk/types';
import {
  cancelPayment,
  createPayment,
  markCompleted,
  markFailed,
  type Payment,
  refreshPayment,
} from '@paydesk/server/domain';
import { DAY, HOUR, MINUTE, type ScenarioRun } from './timeline.ts';
import type { Random } from './seededRandom.ts';
import { currencyOf, asCustomer, type Customer, type DemoContext } from './demoContext.ts';

/** A deposit that a customer makes. */
export interface Deposit {
  demo: DemoContext;
  customer: Customer;
  amountUsd: string;
  currencyCode: string;
  random: Random;
}

type DepositScenario = (run: ScenarioRun, deposit: Deposit) => Promise<void>;

/** How long each status of a paid deposit lasts: `confirming`, `confirmed`, `sending`. */
export const WALK_STEP_MS = 18 * MINUTE;
const WALK_MS = 3 * WALK_STEP_MS + 2 * MINUTE;

/** A little longer than the address is watched: the refresh after that is the last one. */
const WATCHED_MS = 8 * DAY + HOUR;

const DESCRIPTIONS = [
  'Wallet top-up',
  'Top-up',
  'Annual plan',
  'Credits',
  'Studio subscription',
  'Order',
] as const;

export async function requestDeposit(
  run: ScenarioRun,
  { demo, customer, amountUsd, currencyCode, random }: Deposit,
): Promise<Payment> {
  const actor = random.next() < 0.8 ? demo.shop : asCustomer(customer);
  const description = random.pick(DESCRIPTIONS);
  return await createPayment(run.ctx, actor, { userId: customer.id, amountUsd, currencyCode, description });
}

/**
 * Sends funds to the payment's address: `full`, or an amount in units of the currency. Returns the provider's
 * payment that received them.
 */
async function send(
  demo: DemoContext,
  payment: Payment,
  amount: string,
  asset?: string,
): Promise<{ paymentId: string }> {
  return await demo.simulator.deposit(providerIdOf(payment), {
    amount,
    ...(asset !== undefined && { asset }),
  });
}

export async function refresh(run: ScenarioRun, demo: DemoContext, payment: Payment): Promise<Payment> {
  // Other scenarios move the simulator on as well: a step that one of them has begun must end before we ask.
  await demo.simulator.settle();
  return await refreshPayment(run.ctx, payment.id);
}

export function providerIdOf(payment: Payment): string {
  if (payment.providerPaymentId === null)
    throw new Error(`the simulator gave no address for ${payment.internalPaymentId}`);
  return payment.providerPaymentId;
}

/** A share of the amount to pay, in units of the currency and with its decimal places. */
function share(demo: DemoContext, payment: Payment, factor: string): string {
  const places = currencyOf(demo, payment.currencyCode).decimalPlaces;
  return new Decimal(payment.payAmount ?? 0)
    .times(factor)
    .toDecimalPlaces(places, Decimal.ROUND_DOWN)
    .toFixed();
}

/** The last refresh of a payment. Those that the worker would do in the days before are left out. */
async function lastRefresh(run: ScenarioRun, { demo, random }: Deposit, payment: Payment): Promise<void> {
  await run.waitUntil(payment.createdAt.getTime() + WATCHED_MS + random.between(0, 300) * MINUTE);
  await refresh(run, demo, payment);
}

/** Requested, paid after a while, and refreshed when the provider has finished. */
export async function payDeposit(
  run: ScenarioRun,
  deposit: Deposit,
  factor: string | null = null,
): Promise<Payment> {
  const payment = await requestDeposit(run, deposit);
  await run.wait(deposit.random.between(3, 40) * MINUTE);
  await send(deposit.demo, payment, factor === null ? 'full' : share(deposit.demo, payment, factor));
  await run.wait(WALK_MS + deposit.random.between(0, 5) * MINUTE);
  return await refresh(run, deposit.demo, payment);
}

const paidByShare =
  (low: number, high: number): DepositScenario =>
  async (run, deposit) => {
    const payment = await payDeposit(run, deposit, `${deposit.random.between(low, high)}e-2`);
    await lastRefresh(run, deposit, payment);
  };

/** What can happen to a deposit. The plan uses these names. */
export const depositScenarios = {
  async paid(run, deposit) {
    await lastRefresh(run, deposit, await payDeposit(run, deposit));
  },

  underpaid: paidByShare(35, 92),
  overpaid: paidByShare(103, 140),

  async neverPaid(run, deposit) {
    const payment = await requestDeposit(run, deposit);
    await run.wait(7 * DAY + deposit.random.between(1, 30) * MINUTE);
    await refresh(run, deposit.demo, payment);
    await lastRefresh(run, deposit, payment);
  },

  async paidAfterExpiry(run, deposit) {
    const payment = await requestDeposit(run, deposit);
    await run.wait(7 * DAY + 10 * MINUTE);
    await refresh(run, deposit.demo, payment);
    await run.wait(3 * HOUR);
    await send(deposit.demo, payment, 'full');
    await run.wait(WALK_MS);
    await refresh(run, deposit.demo, payment);
    await lastRefresh(run, deposit, payment);
  },

  async cancelled(run, deposit) {
    const payment = await requestDeposit(run, deposit);
    await run.wait(deposit.random.between(2, 90) * MINUTE);
    await cancelPayment(run.ctx, asCustomer(deposit.customer), payment.id);
    await lastRefresh(run, deposit, payment);
  },

  async paidAfterCancel(run, deposit) {
    const payment = await requestDeposit(run, deposit);
    await run.wait(20 * MINUTE);
    await cancelPayment(run.ctx, asCustomer(deposit.customer), payment.id);
    await run.wait(HOUR);
    await send(deposit.demo, payment, 'full');
    await run.wait(WALK_MS);
    await refresh(run, deposit.demo, payment);
    await lastRefresh(run, deposit, payment);
  },

  async failedAtProvider(run, deposit) {
    const payment = await requestDeposit(run, deposit);
    await run.wait(HOUR);
    await deposit.demo.simulator.setStatus(providerIdOf(payment), { payment_status: 'failed' });
    await refresh(run, deposit.demo, payment);
    await lastRefresh(run, deposit, payment);
  },

  async failedByStaff(run, deposit) {
    const payment = await requestDeposit(run, deposit);
    await run.wait(DAY);
    await markFailed(
      run.ctx,
      deposit.demo.operator,
      payment.id,
      'Duplicate order, the customer asked us to close it',
    );
    await lastRefresh(run, deposit, payment);
  },

  async attested(run, deposit) {
    const payment = await requestDeposit(run, deposit);
    await run.wait(5 * HOUR);
    await markCompleted(
      run.ctx,
      deposit.demo.operator,
      payment.id,
      'Seen on the chain and confirmed by the provider’s support by e-mail',
    );
    await lastRefresh(run, deposit, payment);
  },

  async refundedByProvider(run, deposit) {
    const payment = await requestDeposit(run, deposit);
    await run.wait(10 * MINUTE);
    await deposit.demo.simulator.setStatus(providerIdOf(payment), {
      payment_status: 'confirming',
      actually_paid: share(deposit.demo, payment, '1'),
    });
    await refresh(run, deposit.demo, payment);
    await run.wait(2 * HOUR);
    await deposit.demo.simulator.setStatus(providerIdOf(payment), { payment_status: 'refunded' });
    await refresh(run, deposit.demo, payment);
  },

  async refundedAfterCredit(run, deposit) {
    const payment = await payDeposit(run, deposit);
    await run.wait(DAY);
    await deposit.demo.simulator.setStatus(providerIdOf(payment), { payment_status: 'refunded' });
    await refresh(run, deposit.demo, payment);
    await lastRefresh(run, deposit, payment);
  },

  async unknownStatus(run, deposit) {
    const payment = await requestDeposit(run, deposit);
    await run.wait(HOUR);
    await deposit.demo.simulator.setStatus(providerIdOf(payment), { payment_status: 'under_review' });
    await refresh(run, deposit.demo, payment);
  },

  /** For deposits of the last hour, which are on their way at the present. */
  async arriving(run, deposit) {
    const payment = await requestDeposit(run, deposit);
    await run.wait(MINUTE);
    await send(deposit.demo, payment, 'full');
    for (;;) {
      await run.wait(6 * MINUTE);
      await refresh(run, deposit.demo, payment);
    }
  },

  async waiting(run, deposit) {
    await requestDeposit(run, deposit);
  },
} satisfies Record<string, DepositScenario>;

export type DepositScenarioName = keyof typeof depositScenarios;

/**
 * A second transfer to an address that has been paid, or a transfer of another asset: the provider's child
 * payment.
 */
export async function sendAgain(
  run: ScenarioRun,
  deposit: Deposit,
  payment: Payment,
  amount: string,
  asset?: string,
): Promise<string> {
  const { paymentId } = await send(deposit.demo, payment, amount, asset);
  await run.wait(WALK_MS);
  await refresh(run, deposit.demo, payment);
  return paymentId;
}
