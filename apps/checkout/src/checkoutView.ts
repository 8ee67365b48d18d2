/** A payment's status as the payer sees it. */
export type CheckoutState =
  | 'preparing'
  | 'waiting'
  | 'seen'
  | 'confirmed'
  | 'credited'
  | 'partial'
  | 'expired'
  | 'cancelled'
  | 'failed'
  | 'refunded'
  /** A further deposit to an address that was used before. */
  | 'extra';

export type ReviewState = 'open' | 'credited' | 'returned' | 'written_off';

/** Money that staff have to review before it is credited. */
export interface ReviewItem {
  /** In the coin's units. */
  amount: string;
  coin: string;
  state: ReviewState;
}

/**
 * Everything that the page shows, and nothing else; `/pay/:token/status` and the event stream send it too.
 * Amounts are plain decimal strings, times ISO 8601 in UTC.
 */
export interface CheckoutView {
  state: CheckoutState;
  /** The reference for questions to the merchant: `PAY_…`. */
  reference: string;
  amountUsd: string;
  /** Base ticker, "USDT". */
  coin: string;
  /** The network's name, "TRON (TRC20)". */
  network: string;
  payAmount: string | null;
  address: string | null;
  /** Memo or tag of the address, with the name that wallets of this network use for it. */
  extraId: { name: string; value: string } | null;
  /** The payment URI; null where wallets agree on none: the QR code then has the bare address. */
  link: string | null;
  expiresAt: string | null;
  /** The amount seen on the network so far; null before a deposit. */
  seenAmount: string | null;
  /** 0 when unknown. */
  confirmations: number;
  creditedUsd: string;
  overpaid: boolean;
  /** The amount left to pay after a partial payment. */
  missing: MissingAmount | null;
  review: ReviewItem[];
  transaction: { hash: string; link: string | null } | null;
  /** Whether the desk still checks the address by itself. */
  isWatched: boolean;
  /** True with the simulator: no real money is involved. */
  simulated: boolean;
  merchant: { name: string | null; url: string | null };
}

export interface MissingAmount {
  amount: string;
  amountUsd: string;
  link: string | null;
  /** The smallest amount that can be processed, if the missing amount is smaller: it must not be sent then. */
  belowMinimumUsd: string | null;
}

/** States in which no further change is expected. */
export const isFinal = (view: CheckoutView): boolean =>
  ['credited', 'refunded'].includes(view.state) && view.review.every((item) => item.state !== 'open');

/** Whether anything has been credited yet. */
export const isCredited = (view: CheckoutView): boolean => /[1-9]/.test(view.creditedUsd);

/** Whether the missing amount has arrived and waits for a review by staff. */
export const isTopUpInReview = (view: CheckoutView): boolean =>
  view.state === 'partial' && view.missing === null && view.review.some((item) => item.state === 'open');
