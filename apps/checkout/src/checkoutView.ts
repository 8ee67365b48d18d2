/** Where a payment stands, in the payer's words rather than the desk's. */
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

/** Money that a person has to look at before it counts. */
export interface ReviewItem {
  /** In the coin's units. */
  amount: string;
  coin: string;
  state: ReviewState;
}

/**
 * All that the page shows, and nothing else: this is also what `/pay/:token/status` and the event stream
 * send. Amounts are plain decimal strings, times ISO 8601 in UTC.
 */
export interface CheckoutView {
  state: CheckoutState;
  /** What a payer quotes to the merchant: `PAY_…`. */
  reference: string;
  amountUsd: string;
  /** Base ticker, "USDT". */
  coin: string;
  /** The network in words, "TRON (TRC20)". */
  network: string;
  payAmount: string | null;
  address: string | null;
  /** The second line of the address, with the word that wallets of this network use for it. */
  extraId: { name: string; value: string } | null;
  /** The payment URI, or null where wallets agree on none and the QR code holds the bare address. */
  link: string | null;
  expiresAt: string | null;
  /** What has been seen on the network so far; null before anything was. */
  seenAmount: string | null;
  /** 0 when the network's count is not known. */
  confirmations: number;
  creditedUsd: string;
  overpaid: boolean;
  /** What is left to pay after a partial payment. */
  missing: MissingAmount | null;
  review: ReviewItem[];
  transaction: { hash: string; link: string | null } | null;
  /** Whether the desk still asks about the address by itself. */
  isWatched: boolean;
  /** No real money can move. */
  simulated: boolean;
  merchant: { name: string | null; url: string | null };
}

export interface MissingAmount {
  amount: string;
  amountUsd: string;
  link: string | null;
  /** The smallest amount that can be processed, if what is missing is less: then it must not be sent. */
  belowMinimumUsd: string | null;
}

/** States in which nothing more is expected to happen by itself. */
export const isFinal = (view: CheckoutView): boolean =>
  ['credited', 'refunded'].includes(view.state) && view.review.every((item) => item.state !== 'open');

/** Whether anything has been credited yet. */
export const isCredited = (view: CheckoutView): boolean => /[1-9]/.test(view.creditedUsd);

/** Whether all that was missing has arrived and waits for a person. */
export const isTopUpInReview = (view: CheckoutView): boolean =>
  view.state === 'partial' && view.missing === null && view.review.some((item) => item.state === 'open');
