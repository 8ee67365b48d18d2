import { canonicalAddress, isSameAccount, validateAddress } from '@paydesk/addresses';
import type { Knex } from 'knex';
import type { Actor } from '../base/actor.ts';
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
import { evaluatePolicy } from './authorizeStep.ts';
import { verifyQuote } from './signedQuote.ts';
import { feesOf, payableCurrency } from './quoteWithdrawal.ts';

export interface CreateWithdrawalInput {
  userId: string;
  amountUsd: string;
  currencyCode: string;
  walletAddress: string;
  extraId?: string | undefined;
  orderId?: string | undefined;
  metadata?: Record<string, unknown> | undefined;
  idempotencyKey?: string | undefined;
  /** From `quoteWithdrawal`: the request then has the quoted fees. */
  quote?: string | undefined;
  /** Why staff accept an address on a network whose addresses cannot be checked. */
  addressConfirmation?: string | undefined;
}

/**
 * Requests a withdrawal and holds its amount on the user's balance, in one database transaction, if the policy
 * passes it. The request cannot change afterwards. Refuses with NOT_FOUND,
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
  const id = newId(at);
  return await recordingRefusals(
    ctx,
    async () =>
      await transact(ctx.knex, async (trx) => {
        const first = await claimIdempotencyKey(trx, idempotentCall(actor, 'withdrawals.create', input), id);
        return first === null
          ? await insertRequest(trx, ctx, { id, actor, input, at })
          : await WithdrawalRequest.query(trx).findById(first).throwIfNotFound();
      }),
  );
}

async function insertRequest(
  trx: Knex.Transaction,
  ctx: AppContext,
  { id, actor, input, at }: { id: string; actor: Actor; input: CreateWithdrawalInput; at: Date },
): Promise<WithdrawalRequest> {
  const { amountUsd, extraId = null } = input;
  const user = await User.query(trx).findById(input.userId);
  if (user === undefined) throw new DomainError('NOT_FOUND', 'no such user');
  if (user.anonymizedAt !== null) throw new DomainError('USER_ANONYMIZED', 'this user was anonymised');
  const currency = await payableCurrency(trx, input.currencyCode);
  const fees = feesFor(ctx, currency, input, at);
  // One spelling per address, so that requests to the same destination can be recognized.
  const { walletAddress, addressConfirmation } = destinationOf(currency, input, actor);

  const request = { id, userId: user.id, amountUsd, walletAddress, extraId, createdAt: at };
  const { requiredApprovals } = await evaluatePolicy(trx, ctx, {
    moment: 'create',
    withdrawal: request,
    network: currency.network,
    at,
  });
  const withdrawal = await WithdrawalRequest.query(trx).insertAndFetch({
    ...request,
    ...fees,
    internalWithdrawalId: newInternalWithdrawalId(at),
    currencyCode: currency.code,
    network: currency.network,
    addressConfirmation,
    orderId: input.orderId ?? null,
    metadata: input.metadata ?? {},
    requiredApprovals,
    requestedByKind: actor.kind,
    requestedById: actor.id,
    requestedByName: actor.name,
    updatedAt: at,
    statusChangedAt: at,
  });
  await actor.admit?.(trx, { id, amountUsd });
  const { currencyCode, payloadHash } = withdrawal;
  await recordAudit(trx, {
    action: 'withdrawals.create',
    actor,
    subjectKind: 'withdrawal',
    subjectId: id,
    note: addressConfirmation,
    at,
    // `checkPayload` compares the hash.
    after: { amountUsd, currencyCode, network: currency.network, walletAddress, extraId, payloadHash },
  });
  return withdrawal;
}

/** The fees of the quote, if the request comes with one; otherwise the current ones. */
function feesFor(ctx: AppContext, currency: Currency, input: CreateWithdrawalInput, at: Date) {
  const { amountUsd, quote } = input;
  if (quote === undefined) {
    const { networkFeeUsd, serviceFeeUsd } = feesOf(ctx, currency, amountUsd);
    return { networkFeeUsd, serviceFeeUsd, quotedCryptoAmount: null, quotedAt: null };
  }
  const terms = verifyQuote(ctx.settings.secret, quote, { amountUsd, currencyCode: currency.code, at });
  return {
    networkFeeUsd: terms.networkFeeUsd,
    serviceFeeUsd: terms.serviceFeeUsd,
    quotedCryptoAmount: terms.cryptoAmountEstimate,
    quotedAt: new Date(terms.quotedAt),
  };
}

/** The normalized address. One that cannot be checked needs an explicit confirmation by staff. */
function destinationOf(
  currency: Currency,
  input: CreateWithdrawalInput,
  actor: Actor,
): { walletAddress: string; addressConfirmation: string | null } {
  if (input.addressConfirmation !== undefined && actor.kind !== 'staff')
    throw new DomainError('STAFF_ONLY', 'only staff can confirm an address that cannot be checked');
  const verdict = validateAddress({
    network: currency.network,
    address: input.walletAddress,
    extraId: input.extraId,
    isExtraIdRequired: currency.extraIdRequired,
  });
  const { network, contractAddress } = currency;
  if (contractAddress !== null && isSameAccount(network, contractAddress, input.walletAddress))
    throw new DomainError(
      'INVALID_ADDRESS',
      `This is the contract of ${currency.token}, not anyone’s wallet: money sent there is lost.`,
    );
  if (verdict.ok) return { walletAddress: verdict.normalized, addressConfirmation: null };
  if (verdict.reason === 'ADDRESS_UNVERIFIABLE' && input.addressConfirmation !== undefined)
    return {
      walletAddress: canonicalAddress(currency.network, input.walletAddress),
      addressConfirmation: input.addressConfirmation,
    };
  throw new DomainError(verdict.reason, verdict.message);
}
