import type { WalkStep } from '../payments/paymentRecord.ts';

/**
 * One payout (the provider's "withdrawal") as the provider keeps it. Amounts are plain decimal text, times
 * are virtual ms since 1970.
 */
export type PayoutRecord = {
  payoutId: string;
  /** Payouts of one request share it; the second factor confirms a whole batch. */
  batchId: string;
  /** The caller's own id. Echoed and nothing else: the same one twice makes two payouts. */
  externalId: string | null;
  /** A provider status in capitals, or whatever the status control was told to set. */
  status: string;
  currency: string;
  address: string;
  extraId: string | null;
  amount: string;
  /** Of the network, in the same currency; null until it was sent. */
  fee: string | null;
  hash: string | null;
  error: string | null;
  ipnCallbackUrl: string | null;
  description: string | null;
  createdAt: number;
  requestedAt: number | null;
  updatedAt: number;
  /** Wrong codes and right ones, for the whole batch. */
  verifyAttempts: number;
  verifiedAt: number | null;
  /** The 30-second step whose code confirmed it: that code is spent. */
  verifiedStep: number | null;
  walk: WalkStep[];
  /** Body of the last IPN, sent again word for word on demand. */
  lastIpnBody: string | null;
};

/** Statuses that need no money of the merchant's: it was never sent, or came back. */
const WITHOUT_MONEY = ['FAILED', 'REJECTED', 'CANCELLED'];

export const keepsMoney = (payout: PayoutRecord): boolean =>
  !WITHOUT_MONEY.includes(payout.status.toUpperCase());
export const isOnItsWay = (payout: PayoutRecord): boolean =>
  keepsMoney(payout) && payout.status.toUpperCase() !== 'FINISHED';
