import { Decimal } from '@paydesk/types';
import {
  cancelPayment,
  createPayment,
  markCompleted,
  markFailed,
  type Payment,
  refreshPayment,
} from '@paydesk/server/domain';
import { DAY, HOUR, MINUTE, type Life } from './lives.ts';
import type { Random } from './seededRandom.ts';
import { currencyOf, itself, type Customer, type Stage } from './stage.ts';

/** One deposit that a customer is asked for. */
export interface Deposit {
  stage: Stage;
  customer: Customer;
  amountUsd: string;
  currencyCode: string;
  random: Random;
}

type DepositStory = (life: Life, deposit: Deposit) => Promise<void>;

/**
 * Each step of a paid deposit takes this long in the demo; `confirming`, `confirmed`, `sending`, `finished`.
 */
export const WALK_STEP_MS = 18 * MINUTE;
const WALK_MS = 3 * WALK_STEP_MS + 2 * MINUTE;

/** How long an address is watched, and a little more: a look after that is the last one. */
const WATCHED_MS = 8 * DAY + HOUR;

const DESCRIPTIONS = [
  'Wallet top-up',
  'Top-up',
  'Annual plan',
  'Credits',
  'Studio subscription',
  'Order',
] as const;

export async function ask(
  life: Life,
  { stage, customer, amountUsd, currencyCode, random }: Deposit,
): Promise<Payment> {
  const actor = random.next() < 0.8 ? stage.shop : itself(customer);
  const description = random.pick(DESCRIPTIONS);
  return await createPayment(life.ctx, actor, { userId: customer.id, amountUsd, currencyCode, description });
}

/**
 * Funds come to the payment's address: `full`, or so much in units of the currency. Answers the provider's
 * payment that took them.
 */
async function send(
  stage: Stage,
  payment: Payment,
  amount: string,
  asset?: string,
): Promise<{ paymentId: string }> {
  return await stage.simulator.deposit(provided(payment), { amount, ...(asset !== undefined && { asset }) });
}

export async function look(life: Life, stage: Stage, payment: Payment): Promise<Payment> {
  // Other stories tick as well: a step that one of them has begun must be over before we ask.
  await stage.simulator.settle();
  return await refreshPayment(life.ctx, payment.id);
}

export function provided(payment: Payment): string {
  if (payment.providerPaymentId === null)
    throw new Error(`the simulator gave no address for ${payment.internalPaymentId}`);
  return payment.providerPaymentId;
}

/** So much of what was asked, in units of the currency and in its places. */
function share(stage: Stage, payment: Payment, factor: string): string {
  const places = currencyOf(stage, payment.currencyCode).decimalPlaces;
  return new Decimal(payment.payAmount ?? 0)
    .times(factor)
    .toDecimalPlaces(places, Decimal.ROUND_DOWN)
    .toFixed();
}

/** The desk's last look at an address; what the worker would do over the days is left out in between. */
async function lastLook(life: Life, { stage, random }: Deposit, payment: Payment): Promise<void> {
  await life.until(payment.createdAt.getTime() + WATCHED_MS + random.between(0, 300) * MINUTE);
  await look(life, stage, payment);
}

/** Asked, paid after a while, and seen when the provider is done with it. */
export async function payIn(life: Life, deposit: Deposit, factor: string | null = null): Promise<Payment> {
  const payment = await ask(life, deposit);
  await life.pass(deposit.random.between(3, 40) * MINUTE);
  await send(deposit.stage, payment, factor === null ? 'full' : share(deposit.stage, payment, factor));
  await life.pass(WALK_MS + deposit.random.between(0, 5) * MINUTE);
  return await look(life, deposit.stage, payment);
}

const paidByShare =
  (low: number, high: number): DepositStory =>
  async (life, deposit) => {
    const payment = await payIn(life, deposit, `${deposit.random.between(low, high)}e-2`);
    await lastLook(life, deposit, payment);
  };

/** What becomes of deposits. The names are those of the plan. */
export const depositStories = {
  async paid(life, deposit) {
    await lastLook(life, deposit, await payIn(life, deposit));
  },

  underpaid: paidByShare(35, 92),
  overpaid: paidByShare(103, 140),

  async neverPaid(life, deposit) {
    const payment = await ask(life, deposit);
    await life.pass(7 * DAY + deposit.random.between(1, 30) * MINUTE);
    await look(life, deposit.stage, payment);
    await lastLook(life, deposit, payment);
  },

  async paidAfterExpiry(life, deposit) {
    const payment = await ask(life, deposit);
    await life.pass(7 * DAY + 10 * MINUTE);
    await look(life, deposit.stage, payment);
    await life.pass(3 * HOUR);
    await send(deposit.stage, payment, 'full');
    await life.pass(WALK_MS);
    await look(life, deposit.stage, payment);
    await lastLook(life, deposit, payment);
  },

  async cancelled(life, deposit) {
    const payment = await ask(life, deposit);
    await life.pass(deposit.random.between(2, 90) * MINUTE);
    await cancelPayment(life.ctx, itself(deposit.customer), payment.id);
    await lastLook(life, deposit, payment);
  },

  async paidAfterCancel(life, deposit) {
    const payment = await ask(life, deposit);
    await life.pass(20 * MINUTE);
    await cancelPayment(life.ctx, itself(deposit.customer), payment.id);
    await life.pass(HOUR);
    await send(deposit.stage, payment, 'full');
    await life.pass(WALK_MS);
    await look(life, deposit.stage, payment);
    await lastLook(life, deposit, payment);
  },

  async failedAtProvider(life, deposit) {
    const payment = await ask(life, deposit);
    await life.pass(HOUR);
    await deposit.stage.simulator.setStatus(provided(payment), { payment_status: 'failed' });
    await look(life, deposit.stage, payment);
    await lastLook(life, deposit, payment);
  },

  async failedByStaff(life, deposit) {
    const payment = await ask(life, deposit);
    await life.pass(DAY);
    await markFailed(
      life.ctx,
      deposit.stage.operator,
      payment.id,
      'Duplicate order, the customer asked us to close it',
    );
    await lastLook(life, deposit, payment);
  },

  async attested(life, deposit) {
    const payment = await ask(life, deposit);
    await life.pass(5 * HOUR);
    await markCompleted(
      life.ctx,
      deposit.stage.operator,
      payment.id,
      'Seen on the chain and confirmed by the provider’s support by e-mail',
    );
    await lastLook(life, deposit, payment);
  },

  async refundedByProvider(life, deposit) {
    const payment = await ask(life, deposit);
    await life.pass(10 * MINUTE);
    await deposit.stage.simulator.setStatus(provided(payment), {
      payment_status: 'confirming',
      actually_paid: share(deposit.stage, payment, '1'),
    });
    await look(life, deposit.stage, payment);
    await life.pass(2 * HOUR);
    await deposit.stage.simulator.setStatus(provided(payment), { payment_status: 'refunded' });
    await look(life, deposit.stage, payment);
  },

  async refundedAfterCredit(life, deposit) {
    const payment = await payIn(life, deposit);
    await life.pass(DAY);
    await deposit.stage.simulator.setStatus(provided(payment), { payment_status: 'refunded' });
    await look(life, deposit.stage, payment);
    await lastLook(life, deposit, payment);
  },

  async unknownStatus(life, deposit) {
    const payment = await ask(life, deposit);
    await life.pass(HOUR);
    await deposit.stage.simulator.setStatus(provided(payment), { payment_status: 'under_review' });
    await look(life, deposit.stage, payment);
  },

  /** For deposits of the last hour: the present finds them on their way. */
  async arriving(life, deposit) {
    const payment = await ask(life, deposit);
    await life.pass(MINUTE);
    await send(deposit.stage, payment, 'full');
    for (;;) {
      await life.pass(6 * MINUTE);
      await look(life, deposit.stage, payment);
    }
  },

  async waiting(life, deposit) {
    await ask(life, deposit);
  },
} satisfies Record<string, DepositStory>;

export type DepositStoryName = keyof typeof depositStories;

/**
 * A second transfer to an address that has been paid, or a transfer of another asset: the provider's child
 * payment.
 */
export async function sendAgain(
  life: Life,
  deposit: Deposit,
  payment: Payment,
  amount: string,
  asset?: string,
): Promise<string> {
  const { paymentId } = await send(deposit.stage, payment, amount, asset);
  await life.pass(WALK_MS);
  await look(life, deposit.stage, payment);
  return paymentId;
}
