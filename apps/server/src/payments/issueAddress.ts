import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { Payment } from '../models/Payment.ts';
import { ProviderError } from '../nowpayments/providerError.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';
import { issueFacts } from './issueFacts.ts';
import { nextCheckAt } from './nextCheckAt.ts';
import { receiveReport } from './receiveReport.ts';

/** A create whose answer was lost is looked for this long before the intent is given up. */
const RECOVERY_MS = 15 * 60_000;

/**
 * How long one caller may be busy with an intent before another takes over: longer than a create with all its
 * waiting can take.
 */
export const ISSUE_CLAIM_MS = 90_000;

/** How often a second caller looks whether the first has its address, and for how long. */
const WAIT_STEP_MS = 250;
const WAIT_STEPS = 80;

/**
 * Gets an address for a stored intent that this caller has claimed. A create is sent once; when its answer is
 * lost the provider is searched by our order id, and never is a second create sent blindly. Refuses with
 * PROVIDER_REFUSED, AMOUNT_TOO_SMALL or PROVIDER_UNAVAILABLE.
 *
 * @param options.retryable whether the caller can ask again for this very intent, by its idempotency key
 */
export async function issueAddress(
  ctx: AppContext,
  intent: Payment,
  options: { retryable: boolean },
): Promise<Payment> {
  try {
    return await storeAnswer(ctx, intent, await ctx.provider.createPayment(requestOf(ctx, intent)));
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.kind === 'ambiguous') {
      const found = await search(ctx, intent);
      if (found !== null && found !== 'no_answer') return await storeAnswer(ctx, intent, found);
      ctx.log.warn(
        { paymentId: intent.id, code: error.code },
        'the answer to a create is lost; the worker will look for it',
      );
    } else if (error.kind === 'rejected' || error.kind === 'unauthorized' || !options.retryable) {
      return await giveUp(ctx, intent, error);
    }
    return await putOff(ctx, intent);
  }
}

/** Lets go of the intent, so that the next call, or the worker, looks for its address. */
async function putOff(ctx: AppContext, intent: Payment): Promise<never> {
  await Payment.query(ctx.knex).findById(intent.id).patch({ issueClaimedUntil: ctx.clock.now() });
  throw new DomainError(
    'PROVIDER_UNAVAILABLE',
    'the payment provider did not answer; ask for this payment again with the same idempotency key',
    { paymentId: intent.id },
  );
}

/**
 * A repeated call: answers the first call's payment, waiting while the first is still busy, taking over if it
 * died.
 */
export async function awaitAddress(ctx: AppContext, first: Payment): Promise<Payment> {
  let intent = first;
  for (let step = 0; step < WAIT_STEPS; step += 1) {
    if (intent.providerStatus === 'not_created') throw refusalOf(intent);
    if (intent.providerPaymentId !== null || intent.status !== 'pending') return intent;
    const claimed = await claim(ctx, intent.id);
    if (claimed !== undefined) {
      const found = await search(ctx, claimed);
      if (found === 'no_answer') return await putOff(ctx, claimed);
      return found === null
        ? await issueAddress(ctx, claimed, { retryable: true })
        : await storeAnswer(ctx, claimed, found);
    }
    await pause(WAIT_STEP_MS);
    intent = await Payment.query(ctx.knex).findById(first.id).throwIfNotFound();
  }
  throw new DomainError(
    'PROVIDER_UNAVAILABLE',
    'the payment provider is slow; ask again with the same idempotency key',
    { paymentId: first.id },
  );
}

async function claim(ctx: AppContext, id: string): Promise<Payment | undefined> {
  const now = ctx.clock.now();
  const [claimed] = await Payment.query(ctx.knex)
    .patch({ issueClaimedUntil: new Date(now.getTime() + ISSUE_CLAIM_MS) })
    .where({ id, status: 'pending' })
    .whereNull('providerPaymentId')
    .where('issueClaimedUntil', '<=', now)
    .returning('*');
  return claimed;
}

/**
 * The worker's part: looks for the address of an intent whose create was interrupted, and gives up after a
 * while.
 */
export async function recoverIntent(ctx: AppContext, intent: Payment): Promise<Payment> {
  if ((await claim(ctx, intent.id)) === undefined) return intent;
  const found = await search(ctx, intent);
  if (found !== null && found !== 'no_answer') return await storeAnswer(ctx, intent, found);
  const now = ctx.clock.now();
  const isFresh = now.getTime() - intent.createdAt.getTime() < RECOVERY_MS;
  // Without the account's login the provider's list can never be searched: waiting for it would be for ever.
  const canSearch = ctx.settings.provider.login !== null;
  if (isFresh || (found === 'no_answer' && canSearch)) {
    await Payment.query(ctx.knex)
      .findById(intent.id)
      .patch({ issueClaimedUntil: now, nextCheckAt: new Date(now.getTime() + ISSUE_CLAIM_MS) });
    return intent;
  }
  return await closeIntent(ctx, intent, 'the provider never issued an address');
}

function requestOf(ctx: AppContext, intent: Payment) {
  return {
    priceAmount: intent.amountUsd,
    priceCurrency: 'usd',
    payCurrency: intent.currencyCode,
    orderId: intent.internalPaymentId,
    ipnCallbackUrl: `${ctx.settings.publicUrl}/webhooks/nowpayments`,
  };
}

/** Null when the provider has none; `no_answer` when nobody can tell, which is no leave to create another. */
async function search(ctx: AppContext, intent: Payment): Promise<ProviderReport | null | 'no_answer'> {
  try {
    return await ctx.provider.findPaymentByOrderId(intent.internalPaymentId, intent.createdAt);
  } catch (error) {
    if (error instanceof ProviderError) return 'no_answer';
    throw error;
  }
}

async function storeAnswer(ctx: AppContext, intent: Payment, report: ProviderReport): Promise<Payment> {
  await transact(ctx.knex, async (trx) => {
    const payment = await Payment.query(trx).findById(intent.id).forUpdate().throwIfNotFound();
    if (payment.providerPaymentId !== null) return;
    await payment.$query(trx).patch(issueFacts(report));
    await payment.$query(trx).patch({ nextCheckAt: nextCheckAt(payment, ctx.clock.now()) });
  });
  await receiveReport(ctx, 'create', report);
  return await Payment.query(ctx.knex).findById(intent.id).throwIfNotFound();
}

/** The provider did nothing, so the intent ends here and the caller may try again. */
async function giveUp(ctx: AppContext, intent: Payment, error: ProviderError): Promise<never> {
  await closeIntent(ctx, intent, error.code ?? error.kind);
  if (error.code === 'AMOUNT_MINIMAL_ERROR') {
    // What the desk believes about the minimum is out of date: the worker asks again.
    await Currency.query(ctx.knex).where({ code: intent.currencyCode }).patch({ minDueAt: null });
    throw new DomainError('AMOUNT_TOO_SMALL', 'the provider says that this amount is below its minimum');
  }
  if (error.kind === 'rejected')
    throw new DomainError('PROVIDER_REFUSED', `the payment provider refused: ${error.message}`, {
      code: error.code,
    });
  if (error.kind === 'unauthorized')
    ctx.log.error({ code: error.code }, 'the provider does not accept the API key');
  throw new DomainError(
    'PROVIDER_UNAVAILABLE',
    'the payment provider is not available; try again in a moment',
  );
}

/** What the first call of a failed intent was told, for a repeat with the same idempotency key. */
function refusalOf(intent: Payment): DomainError {
  const code = (intent.providerData as { error?: string } | null)?.error;
  if (code === 'AMOUNT_MINIMAL_ERROR')
    return new DomainError('AMOUNT_TOO_SMALL', 'the provider says that this amount is below its minimum');
  return new DomainError(
    'PROVIDER_REFUSED',
    'the payment provider did not issue an address; ask again with another idempotency key',
    { code },
  );
}

async function closeIntent(ctx: AppContext, intent: Payment, why: string): Promise<Payment> {
  const at = ctx.clock.now();
  await transact(ctx.knex, async (trx) => {
    const payment = await Payment.query(trx).findById(intent.id).forUpdate().throwIfNotFound();
    if (payment.providerPaymentId !== null || payment.status !== 'pending') return;
    await payment.$query(trx).patch({
      status: 'failed',
      statusChangedAt: at,
      providerStatus: 'not_created',
      providerData: { error: why },
      nextCheckAt: null,
    });
  });
  return await Payment.query(ctx.knex).findById(intent.id).throwIfNotFound();
}
