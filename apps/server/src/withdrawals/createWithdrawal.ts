import type { Actor } from '../base/actor.ts';
import { validateAddress } from '@paydesk/addresses';
import { recordAudit } from '../auditChain/recordAudit.ts';
import { DomainError } from '../base/domainError.ts';
import { newId, newInternalWithdrawalId } from '../base/identifiers.ts';
import { transact } from '../db/transact.ts';
import type { AppContext } from '../context/appContext.ts';
import { claimIdempotencyKey, idempotentCall } from '../ledger/idempotency.ts';
import type { Currency } from '../models/Currency.ts';
import { User } from '../models/User.ts';
import { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { recordingRefusals } from '../policyEngine/policyRefusal.ts';
import { askPolicy } from './askPolicy.ts';
import { openQuote } from './signedQuote.ts';
import { feesOf, payableCurrency } from './quoteWithdrawal.ts';

export interface CreateWithdrawalInput {
  userId: string;
  amountUsd: string;
  currencyCode: string;
  walletAddress: string;
  extraId?: string | undefined;
  idempotencyKey?: string | undefined;
  /** From `quoteWithdrawal`: the fees are then those that were shown. */
  quote?: string | undefined;
  /** Staff's word that an address is right on a network whose addresses nobody can check. */
  addressConfirmation?: string | undefined;
}

/**
 * Requests a withdrawal and holds its amount on the user's balance, in one database transaction, if the
 * policy lets it pass. What was requested can never change afterwards. Refuses with NOT_FOUND,
 * USER_ANONYMIZED, USER_FROZEN, CURRENCY_UNKNOWN, CURRENCY_INACTIVE, WITHDRAWALS_DISABLED, AMOUNT_TOO_SMALL,
 * FEES_EXCEED_AMOUNT, QUOTE_INVALID, QUOTE_EXPIRED, INVALID_ADDRESS, ADDRESS_UNVERIFIABLE, STAFF_ONLY,
 * EXTRA_ID_REQUIRED, LIMIT_EXCEEDED, POLICY_REFUSED, INSUFFICIENT_FUNDS, IDEMPOTENCY_CONFLICT.
 */
export async function createWithdrawal(
  ctx: AppContext,
  actor: Actor,
  input: CreateWithdrawalInput,
): Promise<WithdrawalRequest> {
  const at = ctx.clock.now();
  return await recordingRefusals(
    ctx,
    async () =>
      await transact(ctx.knex, async (trx) => {
        const id = newId(at);
        const first = await claimIdempotencyKey(trx, idempotentCall(actor, 'withdrawals.create', input), id);
        if (first !== null) return await WithdrawalRequest.query(trx).findById(first).throwIfNotFound();

        const user = await User.query(trx).findById(input.userId);
        if (user === undefined) throw new DomainError('NOT_FOUND', 'no such user');
        if (user.anonymizedAt !== null) throw new DomainError('USER_ANONYMIZED', 'this user was anonymised');
        const currency = await payableCurrency(trx, input.currencyCode);
        const quoted =
          input.quote === undefined
            ? null
            : openQuote(
                ctx.settings.secret,
                input.quote,
                { amountUsd: input.amountUsd, currencyCode: currency.code },
                at,
              );
        const { networkFeeUsd, serviceFeeUsd } = quoted ?? feesOf(ctx, currency, input.amountUsd);
        // One spelling of each address, so that the books can tell whether two requests go to the same place.
        const { walletAddress, addressConfirmation } = destinationOf(currency, input, actor);

        const asked = {
          id,
          userId: user.id,
          amountUsd: input.amountUsd,
          walletAddress,
          extraId: input.extraId ?? null,
          createdAt: at,
        };
        const { requiredApprovals } = await askPolicy(trx, ctx, {
          moment: 'create',
          withdrawal: asked,
          network: currency.network,
          at,
        });
        const withdrawal = await WithdrawalRequest.query(trx).insertAndFetch({
          ...asked,
          internalWithdrawalId: newInternalWithdrawalId(at),
          currencyCode: currency.code,
          networkFeeUsd,
          serviceFeeUsd,
          quotedCryptoAmount: quoted?.cryptoAmountEstimate ?? null,
          quotedAt: quoted === null ? null : new Date(quoted.quotedAt),
          addressConfirmation,
          requiredApprovals,
          requestedByKind: actor.kind,
          requestedById: actor.id,
          requestedByName: actor.name,
          updatedAt: at,
          statusChangedAt: at,
        });
        // The payload's hash stands in the audit log as well: see checkPayload.ts.
        await recordAudit(trx, {
          action: 'withdrawals.create',
          actor,
          subjectKind: 'withdrawal',
          subjectId: id,
          note: addressConfirmation,
          at,
          after: {
            amountUsd: input.amountUsd,
            currencyCode: currency.code,
            walletAddress,
            extraId: input.extraId ?? null,
            payloadHash: withdrawal.payloadHash,
          },
        });
        return withdrawal;
      }),
  );
}

/** The address in its one spelling. One that nobody can check passes on a person's explicit word alone. */
function destinationOf(
  currency: Currency,
  input: CreateWithdrawalInput,
  actor: Actor,
): { walletAddress: string; addressConfirmation: string | null } {
  if (input.addressConfirmation !== undefined && actor.kind !== 'staff')
    throw new DomainError('STAFF_ONLY', 'only staff can confirm an address that nobody can check');
  const verdict = validateAddress({
    network: currency.network,
    address: input.walletAddress,
    extraId: input.extraId,
    isExtraIdRequired: currency.extraIdRequired,
  });
  if (verdict.ok) return { walletAddress: verdict.normalized, addressConfirmation: null };
  if (verdict.reason === 'ADDRESS_UNVERIFIABLE' && input.addressConfirmation !== undefined)
    return { walletAddress: input.walletAddress, addressConfirmation: input.addressConfirmation };
  throw new DomainError(verdict.reason, verdict.message);
}
