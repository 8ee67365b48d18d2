import {
  currencyDisplayName,
  Decimal,
  explorerLink,
  formatUsd,
  networkLabel,
  trimAmount,
  usdDisplay,
  withdrawalCan,
  withdrawalOutput,
  withdrawalStatusColor,
  type PolicyDecision,
} from '@paydesk/types';
import type { z } from 'zod';
import type { Currency } from '../models/Currency.ts';
import type { Payout } from '../models/Payout.ts';
import type { WithdrawalApproval } from '../models/WithdrawalApproval.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';
import { presentPayout } from './payouts/presentPayout.ts';

const iso = (time: Date | null) => time?.toISOString() ?? null;
const crypto = (amount: string | null) => (amount === null ? null : trimAmount(amount));

export interface WithdrawalView {
  currency: Currency;
  approvals: WithdrawalApproval[];
  /** The policy's word at the request; null: there was none, or it is not for the caller. */
  decision: PolicyDecision | null;
  /** The one that is not failed, or the latest; none: it is paid by hand, or not yet. */
  payout?: Payout | undefined;
  /** Who approved and sent it, staff's notes and the policy's reasons are not for end users. */
  forStaff: boolean;
}

/** A withdrawal as it goes over the wire. */
export function presentWithdrawal(
  w: WithdrawalRequest,
  { currency, approvals, decision, payout, forStaff }: WithdrawalView,
): z.infer<typeof withdrawalOutput> {
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
    approvals: forStaff ? approvals.map((approval) => presentApproval(approval, w)) : [],
    requiredApprovals: w.requiredApprovals,
    requestedBy: actorOf(w.requestedByKind, w.requestedById, w.requestedByName, forStaff),
    adminNotes: forStaff ? w.adminNotes : '',
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
    addressConfirmation: forStaff ? w.addressConfirmation : null,
    decision: forStaff ? decision : null,
    startedBy:
      forStaff && w.startedByKind !== null
        ? actorOf(w.startedByKind, w.startedById, w.startedByName, true)
        : null,
    completedBy:
      forStaff && w.completedByKind !== null
        ? actorOf(w.completedByKind, w.completedById, w.completedByName, true)
        : null,
    payout: forStaff && payout !== undefined ? presentPayout(payout) : null,
  };
}

const presentApproval = (a: WithdrawalApproval, w: WithdrawalRequest) => ({
  id: a.id,
  staffId: a.staffId,
  staffName: a.staffName,
  note: a.note,
  stepUp: a.stepUpKind,
  isForThisPayload: a.payloadHash === w.payloadHash,
  createdAt: a.createdAt.toISOString(),
});

const actorOf = (
  kind: WithdrawalRequest['requestedByKind'],
  id: string | null,
  name: string | null,
  forStaff: boolean,
) => (forStaff || kind !== 'staff' ? { kind, id, name } : { kind, id: null, name: null });

/** USD for one unit of the currency, to ten significant digits; it follows from the two amounts. */
function rateOf(w: WithdrawalRequest): string | null {
  if (w.rateFixedAt === null || w.cryptoAmount === null || new Decimal(w.cryptoAmount).isZero()) return null;
  return trimAmount(new Decimal(w.finalAmountUsd).dividedBy(w.cryptoAmount).toSignificantDigits(10));
}
