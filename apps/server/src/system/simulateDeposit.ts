import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { Payment } from '../models/Payment.ts';

const TIMEOUT_MS = 5000;

/**
 * Makes a deposit arrive at a payment's address in the simulator, which then sends notifications like the
 * real provider. Refuses with SIMULATOR_NOT_IN_USE, NOT_FOUND, PROVIDER_PAYMENT_MISSING,
 * PROVIDER_UNAVAILABLE.
 */
export async function simulateDeposit(
  ctx: AppContext,
  input: { paymentId: string; amount: string },
): Promise<void> {
  const { provider } = ctx.settings;
  if (!provider.simulated)
    throw new DomainError(
      'SIMULATOR_NOT_IN_USE',
      'the real provider is connected: deposits are made by payers',
    );
  const payment = await Payment.query(ctx.knex).findById(input.paymentId);
  if (payment === undefined) throw new DomainError('NOT_FOUND', 'no such payment');
  if (payment.providerPaymentId === null)
    throw new DomainError('PROVIDER_PAYMENT_MISSING', 'this payment has no address yet');
  const url = new URL(`/__sim/payments/${payment.providerPaymentId}/deposit`, provider.baseUrl);
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ amount: input.amount }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch(() => null);
  if (answer === null || !answer.ok)
    throw new DomainError('PROVIDER_UNAVAILABLE', 'the simulator did not take the deposit');
}
