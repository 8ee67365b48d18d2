import { clockOperations } from './clockOperations.ts';
import { customerOperations } from './customerOperations.ts';
import type { Operation } from './operation.ts';
import { payerOperations } from './payerOperations.ts';
import { payoutOperations } from './payoutOperations.ts';
import { providerOperations } from './providerOperations.ts';
import { staffOperations } from './staffOperations.ts';
import { withdrawalOperations } from './withdrawalOperations.ts';

export const OPERATIONS = {
  ...clockOperations,
  ...customerOperations,
  ...payerOperations,
  ...payoutOperations,
  ...providerOperations,
  ...staffOperations,
  ...withdrawalOperations,
} satisfies Record<string, Operation>;

export type OperationKind = keyof typeof OPERATIONS;

/** How often each happens, relative to the others. */
const WEIGHTS: Record<OperationKind, number> = {
  createPayment: 14,
  refreshPayment: 9,
  cancelPayment: 3,
  charge: 4,
  refund: 3,
  bonus: 3,
  fee: 1,
  payInFull: 9,
  payOdd: 10,
  payDust: 2,
  payWrongAsset: 3,
  ipnFault: 6,
  httpFault: 5,
  answerFault: 8,
  syncOddRows: 1,
  resendIpn: 6,
  forgeIpn: 1,
  unknownStatus: 2,
  closeEarly: 2,
  refundByProvider: 2,
  growAmount: 3,
  unmatchedPayment: 1,
  markCompleted: 3,
  markFailed: 2,
  creditSuspense: 4,
  returnSuspense: 3,
  writeOffSuspense: 2,
  adjust: 2,
  freeze: 1,
  createWithdrawal: 12,
  approveWithdrawal: 14,
  rejectWithdrawal: 2,
  cancelWithdrawal: 2,
  startProcessing: 5,
  returnToApproved: 2,
  completeWithdrawal: 9,
  refreshRate: 3,
  payOut: 8,
  payoutWorker: 12,
  closePayout: 3,
  resendPayoutIpn: 2,
  checkDuePayments: 9,
  applyKeptReports: 3,
  jump: 6,
  wait: 2,
};

/** The same for a schedule that is about withdrawals. */
const WITHDRAWAL_WEIGHTS: Partial<Record<OperationKind, number>> = {
  createWithdrawal: 10,
  approveWithdrawal: 22,
  rejectWithdrawal: 1,
  cancelWithdrawal: 1,
  startProcessing: 6,
  returnToApproved: 5,
  completeWithdrawal: 10,
  refreshRate: 5,
  payOut: 16,
  payoutWorker: 24,
  closePayout: 4,
  resendPayoutIpn: 3,
  bonus: 3,
  charge: 1,
  adjust: 1,
  freeze: 1,
  ipnFault: 5,
  httpFault: 10,
  resendIpn: 3,
  forgeIpn: 1,
  wait: 12,
  jump: 1,
};

/** One entry for each unit of weight. */
const deckOf = (weights: Partial<Record<OperationKind, number>>): readonly OperationKind[] =>
  (Object.keys(weights) as OperationKind[]).flatMap((kind) =>
    Array.from({ length: weights[kind] ?? 0 }, () => kind),
  );

export const DECKS = { everything: deckOf(WEIGHTS), withdrawals: deckOf(WITHDRAWAL_WEIGHTS) };
