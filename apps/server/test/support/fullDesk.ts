import type { Payment } from '../../src/models/Payment.ts';
import { refreshPayment } from '../../src/payments/refreshPayment.ts';
import { chargeUser } from '../../src/transactions/chargeUser.ts';
import { refundCharge } from '../../src/transactions/refundCharge.ts';
import { actors, newUser, offerCurrencies, testDesk, type TestDesk } from './testDesk.ts';
import { EVM_HASH, approve, complete, newPayment, newWithdrawal } from './money.ts';

/** Makes the provider see this much for a payment, and the desk ask about it. */
export async function pay(
  desk: TestDesk,
  payment: Payment,
  amount = 'full',
  asset?: string,
): Promise<Payment> {
  await desk.simulator.deposit(payment.providerPaymentId as string, {
    amount,
    ...(asset !== undefined && { asset }),
  });
  await desk.advance(5);
  return await refreshPayment(desk, payment.id);
}

/**
 * A desk on which every kind of row exists: a paid payment, a re-deposit in suspense, a charge with a refund,
 * a paid withdrawal and an open one.
 */
export async function fullDesk(options: Parameters<typeof testDesk>[0] = {}) {
  const desk = await testDesk(options);
  await offerCurrencies(desk);
  const user = await newUser(desk);
  const payment = await pay(desk, await newPayment(desk, user.id, '500.00'));
  await pay(desk, payment, '20');
  const charge = await chargeUser(desk, actors.service(), {
    userId: user.id,
    amountUsd: '30.00',
    idempotencyKey: 'first charge',
  });
  await refundCharge(desk, actors.service(), { chargeId: charge.id, amountUsd: '10.00' });
  const paid = await newWithdrawal(desk, user.id, '40.00');
  await approve(desk, actors.staff(), paid.id);
  await complete(desk, actors.staff(), paid.id, { transactionHash: EVM_HASH });
  const withdrawal = await newWithdrawal(desk, user.id, '50.00');
  return { desk, knex: desk.knex, user, payment, charge, withdrawal, paidWithdrawal: paid };
}
