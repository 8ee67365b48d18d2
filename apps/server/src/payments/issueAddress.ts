import { setTimeout as pause } from 'node:timers/promises';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { systemActor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { Payment } from '../models/Payment.ts';
import { ProviderError } from '../nowpayments/providerError.ts';
import type { ProviderReport } from '../nowpayments/providerReport.ts';
import { knownRates } from '../rates/knownRates.ts';
import { ABANDONED_AFTER_MS, releaseClaim, takeClaim, type AddressClaim } from './addressClaim.ts';
import { answerProblems } from './answerProblems.ts';
import { issuedFields } from './issuedFields.ts';
import { nextCheckAt } from './nextCheckAt.ts';
import { describeOrder } from './orderDescription.ts';
import { receiveReport } from './receiveReport.ts';
import { recordOutcome, storeReport } from './storeReport.ts';

/** A create whose answer was lost is searched for this long before the intent is closed. */
const RECOVERY_MS = 15 * 60_000;

/** How often a second caller checks for the address that the first is getting, and how many times. */
const WAIT_STEP_MS = 250;
const WAIT_STEPS = 80;

/** An intent, and the caller's right to get its address. */
interface ClaimedIntent {
  intent: Payment;
  claim: AddressClaim;
}

/**
 * Gets an address for a stored intent that this caller has claimed. A create is sent once; when its answer is
 * lost the provider is searched by our order id before another is sent. Refuses with PROVIDER_REFUSED,
 * AMOUNT_TOO_SMALL, PROVIDER_ANSWER_INVALID, PROVIDER_UNAVAILABLE.
 *
 * @param options.retryable whether the caller can repeat the request for this intent, by its idempotency key
 */
export async function issueAddress(
  ctx: AppContext,
  { intent, claim }: ClaimedIntent,
  options: { retryable: boolean },
): Promise<Payment> {
  try {
    const answer = await ctx.provider.createPayment(requestOf(ctx, intent), { maySend: claim.maySend });
    return await storeAnswer(ctx, { intent, claim }, answer);
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    if (error.kind === 'ambiguous') {
      const found = await search(ctx, intent);
      if (found !== null && found !== 'no_answer') return await storeAnswer(ctx, { intent, claim }, found);
      ctx.log.warn(
        { paymentId: intent.id, code: error.code },
        'the answer to a create was lost; the worker will search for it',
      );
    } else if (error.kind === 'rejected' || error.kind === 'unauthorized' || !options.retryable) {
      return await giveUp(ctx, { intent, claim }, error);
    }
    return await postpone(ctx, { intent, claim });
  }
}

/** Releases the intent, so that the next call or the worker searches for its address. */
async function postpone(ctx: AppContext, { intent, claim }: ClaimedIntent): Promise<never> {
  await releaseClaim(ctx, intent, claim);
  throw new DomainError(
    'PROVIDER_UNAVAILABLE',
    'the payment provider did not answer; repeat the request with the same idempotency key',
    { paymentId: intent.id },
  );
}

/**
 * A repeated call: returns the payment of the first call, waits while that is running, takes over if it died.
 */
export async function awaitAddress(ctx: AppContext, first: Payment): Promise<Payment> {
  let intent = first;
  for (let step = 0; step < WAIT_STEPS; step += 1) {
    if (intent.providerStatus === 'not_created') throw refusalOfFirst(intent);
    if (intent.providerPaymentId !== null || intent.status !== 'pending') return intent;
    const claimed = await takeClaim(ctx, intent);
    if (claimed !== null) {
      const found = await search(ctx, claimed.intent);
      if (found === 'no_answer') return await postpone(ctx, claimed);
      return found === null
        ? await issueAddress(ctx, claimed, { retryable: true })
        : await storeAnswer(ctx, claimed, found);
    }
    await pause(WAIT_STEP_MS);
    intent = await Payment.query(ctx.knex).findById(first.id).throwIfNotFound();
  }
  throw new DomainError(
    'PROVIDER_UNAVAILABLE',
    'the payment provider is slow; repeat the request with the same idempotency key',
    { paymentId: first.id },
  );
}

/**
 * For the worker: searches for the address of an intent whose create was interrupted, and gives up after a
 * while.
 */
export async function recoverIntent(ctx: AppContext, intent: Payment): Promise<Payment> {
  const claimed = await takeClaim(ctx, intent);
  if (claimed === null) return intent;
  const found = await search(ctx, intent);
  if (found !== null && found !== 'no_answer') return await storeAnswer(ctx, claimed, found);
  const now = ctx.clock.now();
  const isFresh = now.getTime() - intent.createdAt.getTime() < RECOVERY_MS;
  // Without the account's login the provider's list cannot be searched, so waiting is pointless.
  const canSearch = ctx.settings.provider.login !== null;
  if (isFresh || (found === 'no_answer' && canSearch)) {
    const nextCheckAt = new Date(now.getTime() + ABANDONED_AFTER_MS);
    await releaseClaim(ctx, intent, claimed.claim, { nextCheckAt });
    return intent;
  }
  return await closeIntent(ctx, claimed, 'the provider never issued an address');
}

function requestOf(ctx: AppContext, intent: Payment) {
  return {
    priceAmount: intent.amountUsd,
    priceCurrency: 'usd',
    payCurrency: intent.currencyCode,
    orderId: intent.internalPaymentId,
    orderDescription: describeOrder(ctx.knex, intent),
    ipnCallbackUrl: `${ctx.settings.publicUrl}/webhooks/nowpayments`,
  };
}

/**
 * Null when the provider has no such payment; `no_answer` when that is unknown: no second create may follow.
 */
async function search(ctx: AppContext, intent: Payment): Promise<ProviderReport | null | 'no_answer'> {
  try {
    return await ctx.provider.findPaymentByOrderId(intent.internalPaymentId, intent.createdAt);
  } catch (error) {
    if (error instanceof ProviderError) return 'no_answer';
    throw error;
  }
}

/**
 * Stores the address, unless the answer is not what was requested: then it is kept as an event, the intent is
 * closed, and no payer sees it.
 */
async function storeAnswer(
  ctx: AppContext,
  { intent, claim }: ClaimedIntent,
  report: ProviderReport,
): Promise<Payment> {
  const currency = await Currency.query(ctx.knex).findOne({ code: intent.currencyCode }).throwIfNotFound();
  const taken = await Payment.query(ctx.knex)
    .findOne({ providerPaymentId: report.providerPaymentId })
    .whereNot({ id: intent.id });
  const now = ctx.clock.now();
  const problems = [
    ...answerProblems(intent, currency, report, { rates: await knownRates(ctx.knex, currency, now), now }),
    ...(taken === undefined ? [] : ['payment_id of another payment']),
  ];
  if (problems.length > 0) return await refuseAnswer(ctx, { intent, claim }, { report, problems });
  await transact(ctx.knex, async (trx) => {
    const payment = await Payment.query(trx).findById(intent.id).forUpdate().throwIfNotFound();
    // A notification may have been first; no payer is ever shown a second address.
    if (payment.providerPaymentId !== null) return reportSecond(ctx, payment, report);
    await payment.$query(trx).patch({ ...issuedFields(report, ctx.clock.now()), issueClaim: null });
    await payment.$query(trx).patch({ nextCheckAt: nextCheckAt(payment, ctx.clock.now()) });
  });
  await receiveReport(ctx, 'create', report);
  return await Payment.query(ctx.knex).findById(intent.id).throwIfNotFound();
}

/** Its money, should any come, goes to suspense like that of any payment without a row. */
function reportSecond(ctx: AppContext, payment: Payment, { providerPaymentId }: ProviderReport): void {
  if (payment.providerPaymentId === providerPaymentId) return;
  ctx.log.error(
    { alarm: 'SECOND_PROVIDER_PAYMENT', paymentId: payment.id, providerPaymentId },
    'the provider has made a second payment for one order; it is shown to no one',
  );
}

async function refuseAnswer(
  ctx: AppContext,
  { intent, claim }: ClaimedIntent,
  { report, problems }: { report: ProviderReport; problems: string[] },
): Promise<never> {
  const detail = `the answer is not what was requested: ${problems.join(', ')}`;
  const eventId = await storeReport(ctx, 'create', report);
  await recordOutcome(ctx, ctx.knex, { eventId, outcome: 'flagged', paymentId: intent.id, detail });
  ctx.log.error(
    { alarm: ANSWER_INVALID, paymentId: intent.id, providerPaymentId: report.providerPaymentId, problems },
    'the provider answered a create with something else than was requested',
  );
  await recordAudit(ctx.knex, {
    action: 'payments.answerRefused',
    actor: systemActor('provider'),
    subjectKind: 'payment',
    subjectId: intent.id,
    note: detail,
    after: { eventId, problems },
    at: ctx.clock.now(),
  });
  await closeIntent(ctx, { intent, claim }, ANSWER_INVALID);
  throw answerInvalid();
}

const ANSWER_INVALID = 'PROVIDER_ANSWER_INVALID';

const answerInvalid = () =>
  new DomainError(
    ANSWER_INVALID,
    'the payment provider answered with something else than was requested; no address was issued',
  );

/** The provider has created nothing: the intent is closed, and the caller may try again. */
async function giveUp(
  ctx: AppContext,
  { intent, claim }: ClaimedIntent,
  error: ProviderError,
): Promise<never> {
  await closeIntent(ctx, { intent, claim }, error.code ?? error.kind);
  if (error.code === 'AMOUNT_MINIMAL_ERROR') {
    // The stored minimum is out of date: the worker refreshes it.
    await Currency.query(ctx.knex).where({ code: intent.currencyCode }).patch({ minDueAt: null });
    throw new DomainError('AMOUNT_TOO_SMALL', 'this amount is below the minimum of the payment provider');
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

/** The refusal of a failed intent, for a repeat with the same idempotency key. */
function refusalOfFirst(intent: Payment): DomainError {
  const code = (intent.providerData as { error?: string } | null)?.error;
  if (code === 'AMOUNT_MINIMAL_ERROR')
    return new DomainError('AMOUNT_TOO_SMALL', 'this amount is below the minimum of the payment provider');
  if (code === ANSWER_INVALID) return answerInvalid();
  return new DomainError(
    'PROVIDER_REFUSED',
    'the payment provider did not issue an address; send the request with another idempotency key',
    { code },
  );
}

/** Nothing, when another caller has taken over: it decides. */
async function closeIntent(
  ctx: AppContext,
  { intent, claim }: ClaimedIntent,
  reason: string,
): Promise<Payment> {
  const at = ctx.clock.now();
  await transact(ctx.knex, async (trx) => {
    const payment = await Payment.query(trx).findById(intent.id).forUpdate().throwIfNotFound();
    if (payment.issueClaim !== claim.token || payment.status !== 'pending') return;
    if (payment.providerPaymentId !== null) return;
    await payment.$query(trx).patch({
      status: 'failed',
      statusChangedAt: at,
      providerStatus: 'not_created',
      providerData: { error: reason },
      issueClaim: null,
      nextCheckAt: null,
    });
  });
  return await Payment.query(ctx.knex).findById(intent.id).throwIfNotFound();
}
