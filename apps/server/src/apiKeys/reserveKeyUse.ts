import { Decimal, formatUsd, LIMITED_SCOPES, positiveUsdInput, type LimitedScope } from '@paydesk/types';
import { type Reservation, reserveAmount } from '../auth/reserveAmount.ts';
import { DomainError } from '../base/domainError.ts';
import type { AppContext } from '../context/appContext.ts';
import { ApiKey } from '../models/ApiKey.ts';
import { Transaction } from '../models/Transaction.ts';

interface KeyCall {
  path: string;
  apiKeyId: string;
  /** As it was sent: what the schema refuses is refused there. */
  input: unknown;
}

/**
 * Counts what an app is about to move under the limits of its key. Null: the call has no limit. Refuses with
 * KEY_LIMIT_EXCEEDED.
 */
export async function reserveKeyUse(
  ctx: AppContext,
  { path, apiKeyId, input }: KeyCall,
): Promise<Reservation | null> {
  const scope = LIMITED_SCOPES.find((limited) => limited === path);
  if (scope === undefined) return null;
  const limits = (await ApiKey.query(ctx.knex).findById(apiKeyId))?.limits[scope];
  if (!limits) return null;
  const fields = (input ?? {}) as { idempotencyKey?: unknown };
  const amountUsd = await amountOf(ctx, scope, fields);
  if (amountUsd === null) return null;
  const { callUsd, dayUsd } = limits;
  const reservation = await reserveAmount(ctx.knex, {
    table: 'api_key_uses',
    ownerId: apiKeyId,
    action: scope,
    of: 'thisAction',
    amountUsd,
    callUsd,
    dayUsd,
    idempotencyKey: typeof fields.idempotencyKey === 'string' ? fields.idempotencyKey : null,
  });
  if (reservation !== null) return reservation;
  ctx.log.warn({ apiKeyId, scope, amountUsd }, 'an API key has reached a limit');
  throw new DomainError(
    'KEY_LIMIT_EXCEEDED',
    `this API key may use ${scope} for ${callUsd ?? 'any amount'} USD a call and ${dayUsd ?? 'any amount'} USD in 24 hours`,
    { scope, callUsd, dayUsd },
  );
}

/** Null: the input is invalid, or names nothing. */
async function amountOf(ctx: AppContext, scope: LimitedScope, input: object): Promise<string | null> {
  const { amountUsd, chargeId } = input as { amountUsd?: unknown; chargeId?: unknown };
  if (scope !== 'transactions.refund' || amountUsd !== undefined)
    return positiveUsdInput.safeParse(amountUsd).data ?? null;
  // A refund without an amount is of what is left: at most the whole charge.
  const charge = await Transaction.query(ctx.knex)
    .whereRaw('id::text = ?', [String(chargeId)])
    .first();
  return charge === undefined ? null : formatUsd(new Decimal(charge.amountUsd).abs());
}
