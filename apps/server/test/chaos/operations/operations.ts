import { clockOperations } from './clockOperations.ts';
import { customerOperations } from './customerOperations.ts';
import type { Operation } from './operation.ts';
import { payerOperations } from './payerOperations.ts';
import { payoutOperations } from './payoutOperations.ts';
import { providerOperations } from './providerOperations.ts';
import { staffOperations } from './staffOperations.ts';
import { withdrawalOperations } from './withdrawalOperations.ts';

export const OPERATIONS = {
  ...clockOperations, ...customerOperations, ...payerOperations, ...payoutOperations, ...providerOperations, ...staffOperations, ...withdrawalOperations,
} satisfies Record<string, Operation>;

export type OperationKind = keyof typeof OPERATIONS;

/** How often each happens, beside the others. */
const WEIGHTS: Record<OperationKind, number> = {
  createPayment: 14, refreshPayment: 9, cancelPayment: 3, charge: 4, refund: 3, bonus: 3, fee: 1,
  payInFull: 9, payOdd: 10, payDust: 2, payWrongAsset: 3,
  ipnFault: 6, httpFault: 5, resendIpn: 6, forgeIpn: 1, unknownStatus: 2, closeEarly: 2, refundByProvider: 2, growAmount: 3, stranger: 1,
  markCompleted: 3, markFailed: 2, creditSuspense: 4, returnSuspense: 3, writeOffSuspense: 2, adjust: 2, freeze: 1,
  createWithdrawal: 12, approveWithdrawal: 14, rejectWithdrawal: 2, cancelWithdrawal: 2, startProcessing: 5, returnToApproved: 2, completeWithdrawal: 9, refreshRate: 3,
  payOut: 8, payoutWorker: 12, closePayout: 3, resendPayoutIpn: 2,
  checkDuePayments: 9, applyKeptReports: 3, jump: 6,
};

/** One entry for each unit of weight. */
export const DECK: readonly OperationKind[] = (Object.keys(WEIGHTS) as OperationKind[]).flatMap((kind) => Array.from({ length: WEIGHTS[kind] }, () => kind));
