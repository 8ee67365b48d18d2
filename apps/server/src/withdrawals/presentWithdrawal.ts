import {
  currencyDisplayName,
  Decimal,
  explorerLink,
  formatUsd,
  networkLabel,
  trimAmount,
  usdDisplay,
  withdrawalCan,
  withdrawalStatusColor,
  type payoutOutput,
  type PolicyDecision,
  type withdrawalOutput,
} from '@paydesk/types';
import type { Knex } from 'knex';
import type { z } from 'zod';
import type { AppContext } from '../context/appContext.ts';
import { Currency } from '../models/Currency.ts';
import { Payout } from '../models/Payout.ts';
import { WithdrawalApproval } from '../models/WithdrawalApproval.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { findDecisionsAtRequest } from '../policyEngine/decisionRecords.ts';

type WithdrawalOutput = z.infer<typeof withdrawalOutput>;

/**
 * Withdrawals as they go over the wire, in order. Who approved and sent them, staff's notes, payouts and the policy's
 * reasons are for staff and apps only, not for end users.
 */
export async function presentWithdrawals(
  ctx: AppContext,
  withdrawals: readonly WithdrawalRequest[],
  { forStaff }: { forStaff: boolean },
): Promise<WithdrawalOutput[]> {
  const codes = [...new Set(withdrawals.map((w) => w.currencyCode))];
  const ids = withdrawals.map((w) => w.id);
  const [currencies, approvals, decisions, payouts] = await Promise.all([
    Currency.query(ctx.knex).whereIn('code', codes),
    WithdrawalApproval.query(ctx.knex).whereIn('withdrawalRequestId', ids).orderBy('createdAt'),
    forStaff ? findDecisionsAtRequest(ctx.knex, ids) : new Map<string, never>(),
    forStaff ? latestPayouts(ctx.knex, ids) : new Map<string, Payout>(),
  ]);
  const byCode = new Map(currencies.map((currency) => [currency.code, currency]));
  return withdrawals.map((w) => {
    const shown = presentWithdrawal(w, {
      currency: byCode.get(w.currencyCode) as Currency,
      approvals: approvals.filter((a) => a.withdrawalRequestId === w.id),
      decision: decisions.get(w.id) ?? null,
      payout: payouts.get(w.id),
    });
    return forStaff ? shown : withdrawalForUser(shown);
  });
}

/** What is for staff and apps only is left out. */
export function withdrawalForUser(withdrawal: WithdrawalOutput): WithdrawalOutput {
  return {
    ...withdrawal,
    approvals: [],
    requestedBy:
      withdrawal.requestedBy.kind === 'staff'
        ? { kind: 'staff', id: null, name: null }
        : withdrawal.requestedBy,
    adminNotes: '',
    addressConfirmation: null,
    decision: null,
    startedBy: null,
    completedBy: null,
    payout: null,
  };
}

export interface WithdrawalView {
  currency: Currency;
  approvals: WithdrawalApproval[];
  /** The policy's decision at the request; null: there is none, or the caller may not see it. */
  decision: PolicyDecision | null;
  /** The one that has not failed, or the latest; undefined: it is paid by hand, or not yet. */
  payout?: Payout | undefined;
}

/** A withdrawal as it goes over the wire to staff and apps. */
export function presentWithdrawal(
  w: WithdrawalRequest,
  { currency, approvals, decision, payout }: WithdrawalView,
): WithdrawalOutput {
  const { network } = currency;
  return {
    id: w.id,
    userId: w.userId,
    internalWithdrawalId: w.internalWithdrawalId,
    amountUsd: formatUsd(w.amountUsd),
    amountDisplay: usdDisplay(w.amountUsd),
    currencyCode: w.currencyCode,
    currencyDisplayName: currencyDisplayName(currency),
    network,
    networkName: networkLabel(network) ?? network,
    walletAddress: w.walletAddress,
    extraId: w.extraId,
    extraIdName: currency.extraIdName,
    networkFeeUsd: formatUsd(w.networkFeeUsd),
    serviceFeeUsd: formatUsd(w.serviceFeeUsd),
    totalFeeUsd: formatUsd(w.totalFeeUsd),
    finalAmountUsd: formatUsd(w.finalAmountUsd),
    cryptoAmount: crypto(w.cryptoAmount),
    status: w.status,
    statusColor: withdrawalStatusColor(w.status),
    isPending: w.status === 'pending',
    canBeCancelled: withdrawalCan.cancel(w).allowed,
    approvals: approvals.map((approval) => presentApproval(approval, w)),
    requiredApprovals: w.requiredApprovals,
    requestedBy: { kind: w.requestedByKind, id: w.requestedById, name: w.requestedByName },
    orderId: w.orderId,
    metadata: w.metadata ?? {},
    adminNotes: w.adminNotes,
    transactionHash: w.transactionHash,
    explorerLink: explorerLink(network, w.transactionHash),
    approvedAt: iso(w.approvedAt),
    rejectedAt: iso(w.rejectedAt),
    cancelledAt: iso(w.cancelledAt),
    completedAt: iso(w.completedAt),
    statusChangedAt: w.statusChangedAt.toISOString(),
    createdAt: w.createdAt.toISOString(),
    updatedAt: w.updatedAt.toISOString(),
    rateUsd: rateOf(w),
    rateFixedAt: iso(w.rateFixedAt),
    rateExpiresAt: iso(w.rateExpiresAt),
    quotedCryptoAmount: crypto(w.quotedCryptoAmount),
    quotedAt: iso(w.quotedAt),
    payloadHash: w.payloadHash,
    isIntact: w.isIntact,
    addressConfirmation: w.addressConfirmation,
    decision,
    startedBy:
      w.startedByKind === null ? null : { kind: w.startedByKind, id: w.startedById, name: w.startedByName },
    completedBy:
      w.completedByKind === null
        ? null
        : { kind: w.completedByKind, id: w.completedById, name: w.completedByName },
    payout: payout === undefined ? null : presentPayout(payout),
  };
}

const iso = (time: Date | null) => time?.toISOString() ?? null;
const crypto = (amount: string | null) => (amount === null ? null : trimAmount(amount));

const presentApproval = (a: WithdrawalApproval, w: WithdrawalRequest) => ({
  id: a.id,
  staffId: a.staffId,
  staffName: a.staffName,
  note: a.note,
  stepUp: a.stepUpKind,
  isForThisPayload: a.payloadHash === w.payloadHash,
  createdAt: a.createdAt.toISOString(),
});

/** USD for one unit of the currency, to ten significant digits, computed from the two amounts. */
function rateOf(w: WithdrawalRequest): string | null {
  if (w.rateFixedAt === null || w.cryptoAmount === null || new Decimal(w.cryptoAmount).isZero()) return null;
  return trimAmount(new Decimal(w.finalAmountUsd).dividedBy(w.cryptoAmount).toSignificantDigits(10));
}

/** A payout as it goes over the wire, for staff. */
export function presentPayout(payout: Payout): z.infer<typeof payoutOutput> {
  const { id, status, providerPayoutId, message, createdAt, updatedAt } = payout;
  return {
    id,
    status,
    providerPayoutId,
    message,
    orderedBy: payout.orderedByName ?? payout.orderedById,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  };
}

/** For each withdrawal the payout to show: the one that has not failed, or the latest. */
export async function latestPayouts(
  db: Knex,
  withdrawalIds: readonly string[],
): Promise<Map<string, Payout>> {
  if (withdrawalIds.length === 0) return new Map();
  const payouts = await Payout.query(db)
    .whereIn('withdrawalRequestId', [...withdrawalIds])
    .orderByRaw(`(status <> 'failed'), created_at`);
  return new Map(payouts.map((payout) => [payout.withdrawalRequestId, payout]));
}
