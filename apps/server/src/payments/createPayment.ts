import { Decimal, formatUsd, MAX_PAYMENT_USD, MIN_PAYMENT_USD } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import { newId, newInternalPaymentId, newLinkToken } from '../base/identifiers.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { claimIdempotencyKey, idempotentCall } from '../ledger/idempotency.ts';
import { Currency } from '../models/Currency.ts';
import { Payment } from '../models/Payment.ts';
import { User } from '../models/User.ts';
import { newClaim, type AddressClaim } from './addressClaim.ts';
import { awaitAddress, issueAddress } from './issueAddress.ts';

interface CreatePaymentInput {
  userId: string;
  amountUsd: string;
  currencyCode: string;
  description?: string | undefined;
  orderId?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
  idempotencyKey?: string | undefined;
}

/** Payments that one user may have open: each occupies an address at the provider. */
export const MAX_OPEN_PAYMENTS = 25;
/** What an end user's token may create: in a minute, and unpaid within a day, cancelled ones included. */
export const MAX_PER_MINUTE = 10;
export const MAX_UNPAID_PER_DAY = 40;
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 3_600_000;

/** The worker takes over an intent that has no address after this. */
const INTENT_CHECK_MS = 30_000;

/**
 * Creates a payment. The intent is stored, then the provider is called outside any database transaction, then
 * its answer is stored: after a crash in between the payment is found again by the intent's order id. The
 * same idempotency key returns the same payment.
 *
 * Refuses with NOT_FOUND (no such user), RATE_LIMITED, USER_ANONYMIZED, CURRENCY_UNKNOWN, CURRENCY_INACTIVE,
 * AMOUNT_TOO_SMALL, AMOUNT_TOO_LARGE, TOO_MANY_OPEN_PAYMENTS, IDEMPOTENCY_CONFLICT, PROVIDER_REFUSED,
 * PROVIDER_ANSWER_INVALID, PROVIDER_UNAVAILABLE.
 */
export async function createPayment(
  ctx: AppContext,
  actor: Actor,
  input: CreatePaymentInput,
): Promise<Payment> {
  const claim = newClaim(ctx);
  const { intent, isNew } = await storeIntent(ctx, actor, input, claim);
  return isNew
    ? await issueAddress(ctx, { intent, claim }, { retryable: input.idempotencyKey !== undefined })
    : await awaitAddress(ctx, intent);
}

async function storeIntent(
  ctx: AppContext,
  actor: Actor,
  input: CreatePaymentInput,
  claim: AddressClaim,
): Promise<{ intent: Payment; isNew: boolean }> {
  const at = ctx.clock.now();
  const { state } = await ctx.provider.circuit();
  const isProviderDown = state !== 'closed' && !(await ctx.provider.probeIfDue());
  return await transact(ctx.knex, async (trx) => {
    const id = newId(at);
    const first = await claimIdempotencyKey(trx, idempotentCall(actor, 'payments.create', input), id);
    if (first !== null)
      return { intent: await Payment.query(trx).findById(first).throwIfNotFound(), isNew: false };
    // While the provider is down an intent would only become a failed payment.
    if (isProviderDown)
      throw new DomainError(
        'PROVIDER_UNAVAILABLE',
        'the payment provider is down; try again in a few minutes',
      );

    const user = await User.query(trx).findById(input.userId).forUpdate();
    if (user === undefined) throw new DomainError('NOT_FOUND', 'no such user');
    if (user.anonymizedAt !== null) throw new DomainError('USER_ANONYMIZED', 'this user was anonymised');
    refuseAmount(await offeredCurrency(trx, input.currencyCode), input.amountUsd);
    await limitAddresses(trx, actor, user.id, at);

    const intent = await Payment.query(trx).insertAndFetch({
      id,
      userId: user.id,
      internalPaymentId: newInternalPaymentId(at),
      amountUsd: input.amountUsd,
      currencyCode: input.currencyCode,
      checkoutToken: newLinkToken(),
      description: input.description ?? '',
      orderId: input.orderId ?? null,
      metadata: input.metadata ?? {},
      createdByKind: actor.kind,
      createdById: actor.id,
      createdAt: at,
      updatedAt: at,
      statusChangedAt: at,
      nextCheckAt: new Date(at.getTime() + INTENT_CHECK_MS),
      issueClaim: claim.token,
    });
    return { intent, isNew: true };
  });
}

/**
 * Each payment takes an address at the provider. An end user can also take no more by cancelling: their recent
 * unpaid payments count whatever became of them. The lock on the user makes the limits hold for concurrent
 * requests.
 */
async function limitAddresses(trx: Knex.Transaction, actor: Actor, userId: string, at: Date): Promise<void> {
  const open = await Payment.query(trx).where({ userId, status: 'pending' }).resultSize();
  if (open >= MAX_OPEN_PAYMENTS)
    throw new DomainError(
      'TOO_MANY_OPEN_PAYMENTS',
      `this user has ${open} open payments: pay or cancel one first`,
    );
  if (actor.kind !== 'user') return;
  const since = (ms: number) =>
    Payment.query(trx)
      .where({ userId, createdByKind: 'user' })
      .where('createdAt', '>', new Date(at.getTime() - ms));
  if ((await since(MINUTE_MS).resultSize()) >= MAX_PER_MINUTE)
    throw new DomainError('RATE_LIMITED', 'too many new payments: please wait a minute', {
      retryAfterSeconds: MINUTE_MS / 1000,
    });
  const unpaid = await since(DAY_MS).where('actualAmountUsd', 0).resultSize();
  if (unpaid >= MAX_UNPAID_PER_DAY)
    throw new DomainError(
      'TOO_MANY_OPEN_PAYMENTS',
      `this user has ${unpaid} unpaid payments of the last 24 hours, cancelled ones included: pay one first`,
    );
}

async function offeredCurrency(trx: Knex.Transaction, code: string): Promise<Currency> {
  const currency = await Currency.query(trx).findOne({ code });
  if (currency === undefined) throw new DomainError('CURRENCY_UNKNOWN', `no currency ${code}`);
  if (!currency.isActive || !currency.isAvailable)
    throw new DomainError('CURRENCY_INACTIVE', `${code} is not offered`);
  return currency;
}

function refuseAmount(currency: Currency, amountUsd: string): void {
  const minimum = Decimal.max(MIN_PAYMENT_USD, currency.minAmountUsd, currency.providerMinAmountUsd ?? 0);
  if (new Decimal(amountUsd).lessThan(minimum)) {
    throw new DomainError(
      'AMOUNT_TOO_SMALL',
      `the smallest ${currency.code} payment is ${formatUsd(minimum)} USD`,
      { minimumUsd: formatUsd(minimum) },
    );
  }
  if (new Decimal(amountUsd).greaterThan(MAX_PAYMENT_USD)) {
    throw new DomainError('AMOUNT_TOO_LARGE', `the largest payment is ${MAX_PAYMENT_USD} USD`, {
      maximumUsd: MAX_PAYMENT_USD,
    });
  }
}
