/** A step of a paid payment's walk that is still to come. `dueAt` is virtual time in ms. */
export type WalkStep = { status: string; dueAt: number };

/** One payment as the provider keeps it. Amounts are plain decimal text, times are virtual ms since 1970. */
export type PaymentRecord = {
  paymentId: string;
  purchaseId: string;
  /** Set on children only: the payment whose address received something more, or something else. */
  parentPaymentId: string | null;
  originType: 'REPEATED' | 'WRONG_ASSET' | null;
  childIds: string[];
  /** A provider status, or whatever the status control was told to set. */
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
  /** In the outcome currency. */
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
  /** End of the payment: nothing arrived by then means `expired`. */
  validUntil: number;
  /** What arrived, in the pay currency; null until something did. */
  depositedAmount: string | null;
  /** Set when the deposit came after expiry: the provider tells nobody. */
  isSilent: boolean;
  walk: WalkStep[];
  /** Body of the last IPN, sent again word for word on demand. */
  lastIpnBody: string | null;
};

export const isChild = (payment: PaymentRecord): boolean => payment.parentPaymentId !== null;

/** The status as of `now`: an unpaid payment counts as expired from its end on, noticed or not. */
export const statusAt = (payment: PaymentRecord, now: number): string =>
  isOverdue(payment, now) ? 'expired' : payment.status;

export const isOverdue = (payment: PaymentRecord, now: number): boolean =>
  payment.status === 'waiting' && now >= payment.validUntil;
