/** A status change still to come. `dueAt` is virtual time in ms. */
export type StatusStep = { status: string; dueAt: number };

/** One payment as the provider keeps it. Amounts are plain decimal text, times are virtual ms since 1970. */
export type PaymentRecord = {
  paymentId: string;
  purchaseId: string;
  /** Set on children only: the payment whose address received a second deposit or another asset. */
  parentPaymentId: string | null;
  originType: 'REPEATED' | 'WRONG_ASSET' | null;
  childIds: string[];
  /** A provider status, or any text set by the status control. */
  status: string;
  payAddress: string;
  payinExtraId: string | null;
  priceAmount: string;
  priceCurrency: string;
  payAmount: string;
  payCurrency: string;
  actuallyPaid: string;
  outcomeAmount: string;
  outcomeCurrency: string;
  /** Amount in the outcome currency. */
  serviceFee: string;
  orderId: string | null;
  orderDescription: string | null;
  ipnCallbackUrl: string | null;
  payinHash: string | null;
  payoutHash: string | null;
  isFixedRate: boolean;
  isFeePaidByUser: boolean;
  createdAt: number;
  updatedAt: number;
  /** End of the quoted rate. */
  quoteExpiresAt: number;
  /** End of the payment: without a deposit by then it is `expired`. */
  validUntil: number;
  /** The received amount, in the pay currency; null before a deposit. */
  depositedAmount: string | null;
  /** True for a deposit after expiry: the provider sends no IPN for it. */
  isSilent: boolean;
  steps: StatusStep[];
  /** Body of the last IPN, sent again unchanged on request. */
  lastIpnBody: string | null;
};

export const isChild = (payment: PaymentRecord): boolean => payment.parentPaymentId !== null;

/** The status as of `now`: an unpaid payment counts as expired from its end on. */
export const statusAt = (payment: PaymentRecord, now: number): string =>
  isOverdue(payment, now) ? 'expired' : payment.status;

export const isOverdue = (payment: PaymentRecord, now: number): boolean =>
  payment.status === 'waiting' && now >= payment.validUntil;
