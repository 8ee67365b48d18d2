import type { StatusStep } from './paymentRecord.ts';

/**
 * One payout (the provider's "withdrawal") as the provider keeps it. Amounts are plain decimal text, times
 * are virtual ms since 1970.
 */
export type PayoutRecord = {
  payoutId: string;
  /** Payouts of one request share it; the second factor confirms a whole batch. */
  batchId: string;
  /** The caller's own id. It is only echoed: the same id twice makes two payouts. */
  externalId: string | null;
  /** A provider status in capitals, or any text set by the status control. */
  status: string;
  currency: string;
  address: string;
  extraId: string | null;
  amount: string;
  /** The network's fee, in the same currency; null before sending. */
  fee: string | null;
  hash: string | null;
  error: string | null;
  ipnCallbackUrl: string | null;
  description: string | null;
  createdAt: number;
  requestedAt: number | null;
  updatedAt: number;
  /** Codes entered for the whole batch, wrong and right. */
  verifyAttempts: number;
  verifiedAt: number | null;
  /** The 30-second step whose code confirmed it; that code cannot be used again. */
  verifiedStep: number | null;
  steps: StatusStep[];
  /** Body of the last IPN, sent again unchanged on request. */
  lastIpnBody: string | null;
};

/** Statuses that use no balance: the money was never sent, or came back. */
const WITHOUT_MONEY = ['FAILED', 'REJECTED', 'CANCELLED'];

export const usesBalance = (payout: PayoutRecord): boolean =>
  !WITHOUT_MONEY.includes(payout.status.toUpperCase());
export const isPending = (payout: PayoutRecord): boolean =>
  usesBalance(payout) && payout.status.toUpperCase() !== 'FINISHED';
