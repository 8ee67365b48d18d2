import { Decimal } from '@paydesk/types';
import { Currency, DomainError, Payment } from '@paydesk/server/domain';
import { COINS } from '@paydesk/simulator';
import { advance } from '../advance.ts';
import type { Sandbox } from '../openSandbox.ts';
import { settle } from '../settle.ts';

/** Checks of the desk that a late payment waits for, at most. */
const MOST_CHECKS = 10;
const MOST_DAYS_OPEN = 40;
const DAY_MS = 24 * 3_600_000;

export interface Deposit {
  /** The desk's payment whose address receives the money. */
  id: string;
  /** `full`, a share of what is asked such as `{ share: '0.5' }`, or an amount in units of the currency. */
  amount: 'full' | { share: string } | { units: string };
  /** Another currency than asked; `other` picks one that the address can receive. */
  asset?: string | undefined;
}

/**
 * Money arrives at the payment's address, and the desk learns of it as it would from the provider.
 * @returns the desk's payment that received it: for a further deposit a child payment, once the desk knows it
 */
export async function deposit(sandbox: Sandbox, { id, amount, asset }: Deposit): Promise<{ id: string }> {
  const payment = await openPayment(sandbox, id);
  const { paymentId } = await sandbox.simulator.deposit(providerIdOf(payment), {
    amount: await unitsOf(sandbox, payment, amount),
    ...(asset !== undefined && { asset: asset === 'other' ? otherAsset(payment) : asset.toLowerCase() }),
  });
  await settle(sandbox);
  const receiver = await Payment.query(sandbox.ctx.knex).findOne({ providerPaymentId: paymentId });
  return { id: receiver?.id ?? payment.id };
}

async function unitsOf({ ctx }: Sandbox, payment: Payment, amount: Deposit['amount']): Promise<string> {
  if (amount === 'full') return 'full';
  if ('units' in amount) return amount.units;
  const { currencyCode: code, payAmount } = payment;
  const { decimalPlaces } = await Currency.query(ctx.knex).findOne({ code }).throwIfNotFound();
  return new Decimal(payAmount ?? 0)
    .times(amount.share)
    .toDecimalPlaces(decimalPlaces, Decimal.ROUND_DOWN)
    .toFixed();
}

/** Lets the time of a payment run out: the clock moves to its expiry, which may be a week ahead. */
export async function expire(sandbox: Sandbox, id: string): Promise<void> {
  let payment = await openPayment(sandbox, id);
  const endsAt = sandbox.clock.now().getTime() + MOST_DAYS_OPEN * DAY_MS;
  while (payment.status === 'pending' && sandbox.clock.now().getTime() < endsAt) {
    const due = payment.expiresAt ?? payment.nextCheckAt;
    await advance(sandbox, Math.max(1000, (due?.getTime() ?? 0) - sandbox.clock.now().getTime()) + 1000);
    payment = await openPayment(sandbox, id);
  }
  if (payment.status !== 'expired')
    throw new DomainError('ILLEGAL_TRANSITION', `the payment is ${payment.status} and cannot expire`);
}

/**
 * Pays after the expiry. The provider sends no notification then: the clock also moves to the desk's next check, which
 * finds the money.
 */
export async function payLate(sandbox: Sandbox, late: Deposit): Promise<{ id: string }> {
  await expire(sandbox, late.id);
  const received = await deposit(sandbox, late);
  for (let checks = 0; checks < MOST_CHECKS; checks += 1) {
    const payment = await openPayment(sandbox, received.id);
    if (payment.status !== 'expired' || payment.nextCheckAt === null) break;
    await advance(
      sandbox,
      Math.max(1000, payment.nextCheckAt.getTime() - sandbox.clock.now().getTime()) + 1000,
    );
  }
  return received;
}

/** The provider sends its last notification about a payment once more. */
export async function notifyAgain(sandbox: Sandbox, id: string): Promise<void> {
  await sandbox.simulator.resendIpn(providerIdOf(await openPayment(sandbox, id)));
  await settle(sandbox);
}

async function openPayment({ ctx }: Sandbox, id: string): Promise<Payment> {
  const payment = await Payment.query(ctx.knex).findById(id);
  if (payment === undefined) throw new DomainError('NOT_FOUND', `there is no payment ${id}`);
  return payment;
}

function providerIdOf({ id, providerPaymentId }: Payment): string {
  if (providerPaymentId === null)
    throw new DomainError('PROVIDER_PAYMENT_MISSING', `payment ${id} has no address yet`);
  return providerPaymentId;
}

/** A currency of the same network: its address can receive it. */
function otherAsset({ currencyCode }: Payment): string {
  const code = currencyCode.toLowerCase();
  const network = COINS.find((coin) => coin.code === code)?.network;
  const other = COINS.find((coin) => coin.network === network && coin.code !== code);
  if (other === undefined)
    throw new DomainError(
      'INVALID_INPUT',
      `nothing else can be sent to an address of ${currencyCode}: name an asset`,
    );
  return other.code;
}
