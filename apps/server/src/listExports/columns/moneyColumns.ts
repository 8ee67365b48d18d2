import type {
  balanceOutput,
  paymentOutput,
  suspenseOutput,
  transactionOutput,
  withdrawalOutput,
} from '@paydesk/types';
import type { z } from 'zod';
import { columnsOf } from '../exportColumn.ts';
import { nameOf } from './nameOf.ts';

const ofPayment = columnsOf<z.infer<typeof paymentOutput>>();

export const paymentColumns = [
  ofPayment.text('internalPaymentId', 'Payment', (row) => row.internalPaymentId),
  ofPayment.text('id', 'Id', (row) => row.id),
  ofPayment.text('userId', 'User id', (row) => row.userId),
  ...ofPayment.user((row) => row.userId),
  ofPayment.text('status', 'Status', (row) => row.status),
  ofPayment.text('needsAttention', 'Needs attention', (row) => row.needsAttention),
  ofPayment.decimal('amountUsd', 'Amount USD', (row) => row.amountUsd),
  ofPayment.decimal('actualAmountUsd', 'Received USD', (row) => row.actualAmountUsd),
  ofPayment.decimal('creditedAmountUsd', 'Credited USD', (row) => row.creditedAmountUsd),
  ofPayment.decimal('suspenseAmountUsd', 'Suspense USD', (row) => row.suspenseAmountUsd),
  ofPayment.decimal('returnedAmountUsd', 'Returned USD', (row) => row.returnedAmountUsd),
  ofPayment.decimal('feeAmountUsd', 'Fees USD', (row) => row.feeAmountUsd),
  ofPayment.decimal('inFlightAmountUsd', 'In flight USD', (row) => row.inFlightAmountUsd),
  ofPayment.text('currencyCode', 'Currency', (row) => row.currencyCode),
  ofPayment.text('network', 'Network', (row) => row.networkName),
  ofPayment.decimal('payAmount', 'Pay amount', (row) => row.payAmount),
  ofPayment.decimal('actualAmount', 'Received', (row) => row.actualAmount),
  ofPayment.text('payAddress', 'Address', (row) => row.payAddress),
  ofPayment.text('payinExtraId', 'Memo', (row) => row.payinExtraId),
  ofPayment.text('transactionHash', 'Transaction hash', (row) => row.transactionHash),
  ofPayment.text('provider', 'Provider', (row) => row.provider),
  ofPayment.text('providerPaymentId', 'Provider payment id', (row) => row.providerPaymentId),
  ofPayment.text('providerStatus', 'Provider status', (row) => row.providerStatus),
  ofPayment.text('parentPaymentId', 'Parent payment id', (row) => row.parentPaymentId),
  ofPayment.text('orderId', 'Order id', (row) => row.orderId),
  ofPayment.text('description', 'Description', (row) => row.description),
  ofPayment.json('metadata', 'Metadata', (row) => row.metadata),
  ofPayment.text('createdAt', 'Created (UTC)', (row) => row.createdAt),
  ofPayment.text('expiresAt', 'Expires (UTC)', (row) => row.expiresAt),
  ofPayment.text('completedAt', 'Completed (UTC)', (row) => row.completedAt),
  ofPayment.text('statusChangedAt', 'Status changed (UTC)', (row) => row.statusChangedAt),
  ofPayment.text('updatedAt', 'Updated (UTC)', (row) => row.updatedAt),
];

const ofWithdrawal = columnsOf<z.infer<typeof withdrawalOutput>>();

export const withdrawalColumns = [
  ofWithdrawal.text('internalWithdrawalId', 'Withdrawal', (row) => row.internalWithdrawalId),
  ofWithdrawal.text('id', 'Id', (row) => row.id),
  ofWithdrawal.text('userId', 'User id', (row) => row.userId),
  ...ofWithdrawal.user((row) => row.userId),
  ofWithdrawal.text('status', 'Status', (row) => row.status),
  ofWithdrawal.decimal('amountUsd', 'Amount USD', (row) => row.amountUsd),
  ofWithdrawal.decimal('networkFeeUsd', 'Network fee USD', (row) => row.networkFeeUsd),
  ofWithdrawal.decimal('serviceFeeUsd', 'Service fee USD', (row) => row.serviceFeeUsd),
  ofWithdrawal.decimal('totalFeeUsd', 'Fees USD', (row) => row.totalFeeUsd),
  ofWithdrawal.decimal('finalAmountUsd', 'Pays out USD', (row) => row.finalAmountUsd),
  ofWithdrawal.text('currencyCode', 'Currency', (row) => row.currencyCode),
  ofWithdrawal.text('network', 'Network', (row) => row.networkName),
  ofWithdrawal.decimal('cryptoAmount', 'Pays out', (row) => row.cryptoAmount),
  ofWithdrawal.decimal('rateUsd', 'Rate USD', (row) => row.rateUsd),
  ofWithdrawal.text('walletAddress', 'Address', (row) => row.walletAddress),
  ofWithdrawal.text('extraId', 'Memo', (row) => row.extraId),
  ofWithdrawal.text('transactionHash', 'Transaction hash', (row) => row.transactionHash),
  ofWithdrawal.text('providerPayoutId', 'Provider payout id', (row) => row.payout?.providerPayoutId),
  ofWithdrawal.text('requestedBy', 'Requested by', (row) => nameOf(row.requestedBy)),
  ofWithdrawal.text('approvedBy', 'Approved by', (row) =>
    row.approvals.map(({ staffName }) => staffName).join(', '),
  ),
  ofWithdrawal.text('startedBy', 'Started by', (row) => nameOf(row.startedBy)),
  ofWithdrawal.text('completedBy', 'Completed by', (row) => nameOf(row.completedBy)),
  ofWithdrawal.integer('requiredApprovals', 'Approvals needed', (row) => row.requiredApprovals),
  ofWithdrawal.text('adminNotes', 'Notes', (row) => row.adminNotes),
  ofWithdrawal.text('orderId', 'Order id', (row) => row.orderId),
  ofWithdrawal.json('metadata', 'Metadata', (row) => row.metadata),
  ofWithdrawal.text('createdAt', 'Requested (UTC)', (row) => row.createdAt),
  ofWithdrawal.text('approvedAt', 'Approved (UTC)', (row) => row.approvedAt),
  ofWithdrawal.text('rejectedAt', 'Rejected (UTC)', (row) => row.rejectedAt),
  ofWithdrawal.text('cancelledAt', 'Cancelled (UTC)', (row) => row.cancelledAt),
  ofWithdrawal.text('completedAt', 'Completed (UTC)', (row) => row.completedAt),
  ofWithdrawal.text('updatedAt', 'Updated (UTC)', (row) => row.updatedAt),
];

const ofSuspense = columnsOf<z.infer<typeof suspenseOutput>>();

export const suspenseColumns = [
  ofSuspense.text('id', 'Id', (row) => row.id),
  ofSuspense.text('reason', 'Reason', (row) => row.reason),
  ofSuspense.text('status', 'Status', (row) => row.status),
  ofSuspense.decimal('amountUsd', 'Amount USD', (row) => row.amountUsd),
  ofSuspense.decimal('amount', 'Received', (row) => row.amount),
  ofSuspense.text('currencyCode', 'Currency', (row) => row.currencyCode),
  ofSuspense.text('network', 'Network', (row, { network }) => network(row.currencyCode)),
  ofSuspense.text('userId', 'User id', (row) => row.userId),
  ...ofSuspense.user((row) => row.userId),
  ofSuspense.text('paymentId', 'Payment id', (row) => row.paymentId),
  ofSuspense.related('payments.read')(
    'internalPaymentId',
    'Payment',
    (row, { payment }) => payment(row.paymentId)?.internalPaymentId,
  ),
  ofSuspense.related('payments.read')(
    'orderId',
    'Order id',
    (row, { payment }) => payment(row.paymentId)?.orderId,
  ),
  ofSuspense.text('providerPaymentId', 'Provider payment id', (row) => row.providerPaymentId),
  ofSuspense.text('transactionId', 'Transaction id', (row) => row.transactionId),
  ofSuspense.text('note', 'Note', (row) => row.note),
  ofSuspense.text('resolvedBy', 'Resolved by', (row) => nameOf(row.resolvedBy)),
  ofSuspense.text('createdAt', 'Created (UTC)', (row) => row.createdAt),
  ofSuspense.text('resolvedAt', 'Resolved (UTC)', (row) => row.resolvedAt),
];

const ofBalance = columnsOf<z.infer<typeof balanceOutput>>();

export const balanceColumns = [
  ofBalance.text('userId', 'User id', (row) => row.userId),
  ...ofBalance.user((row) => row.userId),
  ofBalance.decimal('balanceUsd', 'Balance USD', (row) => row.balanceUsd),
  ofBalance.decimal('heldUsd', 'Held USD', (row) => row.heldUsd),
  ofBalance.decimal('availableUsd', 'Available USD', (row) => row.availableUsd),
  ofBalance.decimal('totalDeposited', 'Total deposited USD', (row) => row.totalDeposited),
  ofBalance.decimal('totalWithdrawn', 'Total withdrawn USD', (row) => row.totalWithdrawn),
  ofBalance.integer('transactionCount', 'Transactions', (row) => row.transactionCount),
  ofBalance.text('lastTransactionAt', 'Last activity (UTC)', (row) => row.lastTransactionAt),
  ofBalance.text('createdAt', 'Created (UTC)', (row) => row.createdAt),
];

const ofTransaction = columnsOf<z.infer<typeof transactionOutput>>();

export const transactionColumns = [
  ofTransaction.text('id', 'Id', (row) => row.id),
  ofTransaction.text('userId', 'User id', (row) => row.userId),
  ...ofTransaction.user((row) => row.userId),
  ofTransaction.integer('seq', 'Row', (row) => row.seq),
  ofTransaction.text('transactionType', 'Type', (row) => row.transactionType),
  ofTransaction.decimal('amountUsd', 'Amount USD', (row) => row.amountUsd),
  ofTransaction.decimal('balanceAfter', 'Balance after USD', (row) => row.balanceAfter),
  ofTransaction.text('description', 'Description', (row) => row.description),
  ofTransaction.text('paymentId', 'Payment id', (row) => row.paymentId),
  ofTransaction.related('payments.read')(
    'internalPaymentId',
    'Payment',
    (row, { payment }) => payment(row.paymentId)?.internalPaymentId,
  ),
  ofTransaction.related('payments.read')(
    'providerPaymentId',
    'Provider payment id',
    (row, { payment }) => payment(row.paymentId)?.providerPaymentId,
  ),
  ofTransaction.text('withdrawalRequestId', 'Withdrawal id', (row) => row.withdrawalRequestId),
  ofTransaction.related('withdrawals.read')(
    'internalWithdrawalId',
    'Withdrawal',
    (row, { withdrawal }) => withdrawal(row.withdrawalRequestId)?.internalWithdrawalId,
  ),
  ofTransaction.text('suspenseItemId', 'Suspense id', (row) => row.suspenseItemId),
  ofTransaction.text('refundOfId', 'Refund of', (row) => row.refundOfId),
  ofTransaction.text('actor', 'By', (row) => nameOf(row.actor)),
  ofTransaction.text('orderId', 'Order id', (row) => row.orderId),
  ofTransaction.json('metadata', 'Metadata', (row) => row.metadata),
  ofTransaction.text('createdAt', 'Time (UTC)', (row) => row.createdAt),
  ofTransaction.text('hash', 'Hash', (row) => row.hash),
];
