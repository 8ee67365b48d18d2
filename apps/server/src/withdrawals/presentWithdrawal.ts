import {
  currencyDisplayName, explorerLink, formatUsd, networkLabel, trimAmount, usdDisplay, withdrawalCan, withdrawalOutput, withdrawalStatusColor,
} from '@paydesk/types';
import type { z } from 'zod';
import type { Currency } from '../models/Currency.ts';
import type { WithdrawalApproval } from '../models/WithdrawalApproval.ts';
import type { WithdrawalRequest } from '../models/WithdrawalRequest.ts';

const iso = (time: Date | null) => time?.toISOString() ?? null;

/** A withdrawal as it goes over the wire. Who approved it and staff's notes are not for end users. */
export function presentWithdrawal(w: WithdrawalRequest, currency: Currency, approvals: WithdrawalApproval[], view: { forStaff: boolean }): z.infer<typeof withdrawalOutput> {
  const { network } = currency;
  return {
    id: w.id, userId: w.userId, internalWithdrawalId: w.internalWithdrawalId, amountUsd: formatUsd(w.amountUsd), amountDisplay: usdDisplay(w.amountUsd), currencyCode: w.currencyCode,
    currencyDisplayName: currencyDisplayName(currency), network, networkName: networkLabel(network) ?? network, walletAddress: w.walletAddress, extraId: w.extraId,
    extraIdName: currency.extraIdName, networkFeeUsd: formatUsd(w.networkFeeUsd), serviceFeeUsd: formatUsd(w.serviceFeeUsd), totalFeeUsd: formatUsd(w.totalFeeUsd),
    finalAmountUsd: formatUsd(w.finalAmountUsd), cryptoAmount: w.cryptoAmount === null ? null : trimAmount(w.cryptoAmount), status: w.status, statusColor: withdrawalStatusColor(w.status),
    isPending: w.status === 'pending', canBeCancelled: withdrawalCan.cancel(w).allowed,
    approvals: view.forStaff ? approvals.map((a) => ({ id: a.id, staffId: a.staffId, staffName: a.staffName, note: a.note, createdAt: a.createdAt.toISOString() })) : [],
    requiredApprovals: w.requiredApprovals, requestedBy: !view.forStaff && w.requestedByKind === 'staff' ? { kind: w.requestedByKind, id: null, name: null } : { kind: w.requestedByKind, id: w.requestedById, name: w.requestedByName }, adminNotes: view.forStaff ? w.adminNotes : '',
    transactionHash: w.transactionHash, explorerLink: explorerLink(network, w.transactionHash), approvedAt: iso(w.approvedAt), rejectedAt: iso(w.rejectedAt),
    cancelledAt: iso(w.cancelledAt), completedAt: iso(w.completedAt), statusChangedAt: w.statusChangedAt.toISOString(), createdAt: w.createdAt.toISOString(), updatedAt: w.updatedAt.toISOString(),
  };
}
