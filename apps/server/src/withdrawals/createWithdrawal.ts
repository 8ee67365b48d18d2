import { Decimal } from '@paydesk/types';
import type { Actor } from '../base/actor.ts';
import { validateAddress } from '../addresses/validateAddress.ts';
import { recordAudit } from '../audit/recordAudit.ts';
import { DomainError } from '../base/domainError.ts';
import { newId, newInternalWithdrawalId } from '../base/identifiers.ts';
import { transact } from '../db/transact.ts';
import type { Desk } from '../desk/desk.ts';
import { claimIdempotencyKey, idempotentCall } from '../ledger/idempotency.ts';
import type { Currency } from '../models/Currency.ts';
import { User } from '../models/User.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { feesOf, payableCurrency } from './quoteWithdrawal.ts';

export interface CreateWithdrawalInput {
  userId: string;
  amountUsd: string;
  currencyCode: string;
  walletAddress: string;
  extraId?: string | undefined;
  idempotencyKey?: string | undefined;
}

/**
 * Requests a withdrawal and holds its amount on the user's balance, in one database transaction. What was requested can never change
 * afterwards. Refuses with NOT_FOUND, USER_ANONYMIZED, USER_FROZEN, CURRENCY_UNKNOWN, CURRENCY_INACTIVE, WITHDRAWALS_DISABLED, AMOUNT_TOO_SMALL,
 * FEES_EXCEED_AMOUNT, INVALID_ADDRESS, ADDRESS_UNVERIFIABLE, EXTRA_ID_REQUIRED, INSUFFICIENT_FUNDS, IDEMPOTENCY_CONFLICT.
 */
export async function createWithdrawal(desk: Desk, actor: Actor, input: CreateWithdrawalInput): Promise<WithdrawalRequest> {
  const at = desk.clock.now();
  return await transact(desk.knex, async (trx) => {
    const id = newId(at);
    const first = await claimIdempotencyKey(trx, idempotentCall(actor, 'withdrawals.create', input), id);
    if (first !== null) return await WithdrawalRequest.query(trx).findById(first).throwIfNotFound();

    const user = await User.query(trx).findById(input.userId);
    if (user === undefined) throw new DomainError('NOT_FOUND', 'no such user');
    if (user.anonymizedAt !== null) throw new DomainError('USER_ANONYMIZED', 'this user was anonymised');
    const currency = await payableCurrency(trx, input.currencyCode);
    const fees = feesOf(desk, currency, input.amountUsd);
    // One spelling of each address, so that the books can tell whether two requests go to the same place.
    const walletAddress = destinationOf(currency, input);

    const withdrawal = await WithdrawalRequest.query(trx).insertAndFetch({
      id, userId: user.id, internalWithdrawalId: newInternalWithdrawalId(at), amountUsd: input.amountUsd, currencyCode: currency.code, walletAddress,
      extraId: input.extraId ?? null, networkFeeUsd: fees.networkFeeUsd, serviceFeeUsd: fees.serviceFeeUsd, requiredApprovals: approvalsFor(desk, input.amountUsd),
      requestedByKind: actor.kind, requestedById: actor.id, requestedByName: actor.name, createdAt: at, updatedAt: at, statusChangedAt: at,
    });
    await recordAudit(trx, {
      action: 'withdrawals.create', actor, subjectKind: 'withdrawal', subjectId: id, at,
      after: { amountUsd: input.amountUsd, currencyCode: currency.code, walletAddress, extraId: input.extraId ?? null },
    });
    return withdrawal;
  });
}

/** Two people from `SECOND_APPROVAL_USD` on. */
const approvalsFor = (desk: Desk, amountUsd: string) => (new Decimal(amountUsd).greaterThanOrEqualTo(desk.settings.secondApprovalUsd) ? 2 : 1);

function destinationOf(currency: Currency, input: CreateWithdrawalInput): string {
  const verdict = validateAddress({ network: currency.network, address: input.walletAddress, extraId: input.extraId, isExtraIdRequired: currency.extraIdRequired });
  if (!verdict.ok) throw new DomainError(verdict.reason, verdict.message);
  return verdict.normalized;
}
