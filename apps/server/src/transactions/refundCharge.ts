import { Decimal, formatUsd } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { idempotentCall } from '../ledger/idempotency.ts';
import { Transaction } from '../models/Transaction.ts';
import { postForCaller } from './postForCaller.ts';

interface RefundInput {
  /** A transaction of type `payment`. */
  chargeId: string;
  /** Positive; by default the rest of the charge. */
  amountUsd?: string | undefined;
  description?: string | undefined;
  orderId?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
  idempotencyKey?: string | undefined;
}

/**
 * Refunds a charge, in whole or in part; the refunds of one charge never exceed it. Refuses with
 * NOT_FOUND, NOT_A_CHARGE, REFUND_EXCEEDS_CHARGE, IDEMPOTENCY_CONFLICT.
 */
export async function refundCharge(ctx: AppContext, actor: Actor, input: RefundInput): Promise<Transaction> {
  const charge = await Transaction.query(ctx.knex).findById(input.chargeId);
  if (charge === undefined) throw new DomainError('NOT_FOUND', 'no such transaction');
  if (charge.transactionType !== 'payment')
    throw new DomainError('NOT_A_CHARGE', 'only a charge can be refunded');
  const idempotent = idempotentCall(actor, 'transactions.refund', input);
  const amountUsd = input.amountUsd ?? (await remainderOf(ctx, charge, idempotent));
  return await postForCaller(ctx, actor, {
    action: 'transactions.refund',
    userId: charge.userId,
    transactionType: 'refund',
    amountUsd,
    refundOfId: charge.id,
    description: input.description ?? `Refund of ${charge.description || 'a charge'}`,
    orderId: input.orderId,
    metadata: input.metadata,
    idempotent,
  });
}

/**
 * The rest of the charge. A repeat of a full refund finds nothing left: it is answered by its idempotency
 * key.
 */
async function remainderOf(
  ctx: AppContext,
  charge: Transaction,
  repeat: { scope: string; key: string } | null,
): Promise<string> {
  const refunds = await Transaction.query(ctx.knex).where({ refundOfId: charge.id });
  const left = refunds.reduce(
    (rest, refund) => rest.minus(refund.amountUsd),
    new Decimal(charge.amountUsd).negated(),
  );
  if (left.greaterThan(0)) return formatUsd(left);
  const isRepeat =
    repeat !== null &&
    (await ctx.knex('idempotency_keys').where({ scope: repeat.scope, key: repeat.key }).first()) !==
      undefined;
  if (isRepeat) return formatUsd(new Decimal(charge.amountUsd).negated());
  throw new DomainError('REFUND_EXCEEDS_CHARGE', 'this charge is refunded in full already');
}
