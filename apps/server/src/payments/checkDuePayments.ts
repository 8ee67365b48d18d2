import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { Payment } from '../models/Payment.ts';
import { claimDuePayments, renewLease } from './claimDuePayments.ts';
import { askProvider } from './refreshPayment.ts';

/**
 * Asks the provider about due payments, the most urgent first, as many as the polling quota allows. Several
 * workers share the work: each claims a batch that the others skip. While the circuit is open no payment is
 * checked; this probes whether the provider is back instead. Returns how many payments were claimed.
 *
 * @param concurrency requests in flight at once
 */
export async function checkDuePayments(ctx: AppContext, limit = 20, concurrency = 1): Promise<number> {
  let quota = await ctx.provider.quotaLeft('poll');
  if (quota === 0 && (await ctx.provider.probeIfDue())) quota = await ctx.provider.quotaLeft('poll');
  if (quota === 0) return 0;
  const claimedAt = ctx.clock.now();
  const due = await claimDuePayments(ctx, Math.min(limit, quota));
  const left = [...due];
  const work = async () => {
    for (let payment = left.shift(); payment !== undefined; payment = left.shift())
      if (await renewLease(ctx, payment, claimedAt)) await check(ctx, payment);
  };
  if (concurrency === 1) await work();
  else await Promise.all(Array.from({ length: concurrency }, work));
  return due.length;
}

async function check(ctx: AppContext, payment: Payment): Promise<void> {
  try {
    await askProvider(ctx, payment, { background: true });
  } catch (error) {
    if (!(error instanceof DomainError))
      ctx.log.error({ err: error, paymentId: payment.id }, 'a payment could not be checked');
  }
}
