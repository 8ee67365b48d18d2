import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { Payment } from '../models/Payment.ts';
import { claimDuePayments, renewLease } from './claimDuePayments.ts';
import { askProvider } from './refreshPayment.ts';

/**
 * Asks the provider about payments whose time has come, the most urgent first, as many as the budget of
 * polling has room for. Several workers share the work: each claims a batch that the others skip. While the
 * circuit is open nobody is asked about; this looks whether the provider is back instead. Answers how many
 * were asked about.
 *
 * @param concurrency how many are asked about at once
 */
export async function checkDuePayments(ctx: AppContext, limit = 20, concurrency = 1): Promise<number> {
  let room = await ctx.provider.turnsLeft('poll');
  if (room === 0 && (await ctx.provider.probeIfDue())) room = await ctx.provider.turnsLeft('poll');
  if (room === 0) return 0;
  const claimedAt = ctx.clock.now();
  const due = await claimDuePayments(ctx, Math.min(limit, room));
  const left = [...due];
  const work = async () => {
    for (let payment = left.shift(); payment !== undefined; payment = left.shift())
      if (await renewLease(ctx, payment, claimedAt)) await ask(ctx, payment);
  };
  if (concurrency === 1) await work();
  else await Promise.all(Array.from({ length: concurrency }, work));
  return due.length;
}

async function ask(ctx: AppContext, payment: Payment): Promise<void> {
  try {
    await askProvider(ctx, payment, { background: true });
  } catch (error) {
    if (!(error instanceof DomainError))
      ctx.log.error({ err: error, paymentId: payment.id }, 'a payment could not be checked');
  }
}
