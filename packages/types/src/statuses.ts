export const PAYMENT_STATUSES = [
  'pending',
  'confirming',
  'confirmed',
  'completed',
  'partially_paid',
  'failed',
  'expired',
  'cancelled',
  'refunded',
] as const;
export type PaymentStatus = (typeof PAYMENT_STATUSES)[number];

export const WITHDRAWAL_STATUSES = [
  'pending',
  'approved',
  'processing',
  'completed',
  'rejected',
  'cancelled',
] as const;
export type WithdrawalStatus = (typeof WITHDRAWAL_STATUSES)[number];

export const TRANSACTION_TYPES = [
  'deposit',
  'withdrawal',
  'payment',
  'refund',
  'fee',
  'bonus',
  'adjustment',
] as const;
export type TransactionType = (typeof TRANSACTION_TYPES)[number];

export const SUSPENSE_STATUSES = ['open', 'credited', 'returned', 'written_off'] as const;
export type SuspenseStatus = (typeof SUSPENSE_STATUSES)[number];

/** Why an amount waits for a person instead of being credited by rule. */
export const SUSPENSE_REASONS = [
  'partial_payment',
  'redeposit',
  'wrong_asset',
  'amount_grew',
  'unknown_payment',
  'failed_with_funds',
  'expired_with_funds',
  'provider_refund',
  'user_unknown',
] as const;
export type SuspenseReason = (typeof SUSPENSE_REASONS)[number];

/**
 * Where a payment may go from each status. Steps may be skipped. Money that arrives late wins, so
 * `expired`, `cancelled`, `failed` and `partially_paid` may still become paid. Server, SPA and the
 * database function `payment_can_move` hold the same table; a test compares them.
 */
export const PAYMENT_TRANSITIONS: Record<PaymentStatus, readonly PaymentStatus[]> = {
  pending: [
    'confirming',
    'confirmed',
    'completed',
    'partially_paid',
    'failed',
    'expired',
    'cancelled',
    'refunded',
  ],
  confirming: ['confirmed', 'completed', 'partially_paid', 'failed', 'expired', 'cancelled', 'refunded'],
  confirmed: ['completed', 'partially_paid', 'failed', 'expired', 'cancelled', 'refunded'],
  completed: [],
  partially_paid: ['confirming', 'confirmed', 'completed'],
  failed: ['confirming', 'confirmed', 'completed', 'partially_paid'],
  expired: ['confirming', 'confirmed', 'completed', 'partially_paid'],
  cancelled: ['confirming', 'confirmed', 'completed', 'partially_paid'],
  refunded: [],
};

/**
 * Where a withdrawal may go. `processing → approved` only by `returnToApproved`, with a note: the payout
 * failed.
 */
export const WITHDRAWAL_TRANSITIONS: Record<WithdrawalStatus, readonly WithdrawalStatus[]> = {
  pending: ['approved', 'rejected', 'cancelled'],
  approved: ['processing', 'completed', 'rejected', 'cancelled'],
  processing: ['completed', 'approved'],
  completed: [],
  rejected: [],
  cancelled: [],
};

export const paymentCanMove = (from: PaymentStatus, to: PaymentStatus): boolean =>
  PAYMENT_TRANSITIONS[from].includes(to);
export const withdrawalCanMove = (from: WithdrawalStatus, to: WithdrawalStatus): boolean =>
  WITHDRAWAL_TRANSITIONS[from].includes(to);

/** The groups that the guide's admin filters by. */
export const PAYMENT_STATUS_GROUPS = {
  active: ['pending', 'confirming', 'confirmed'],
  paid: ['completed', 'partially_paid'],
  unpaid: ['expired', 'cancelled', 'failed'],
  refunded: ['refunded'],
} as const satisfies Record<string, readonly PaymentStatus[]>;
export type PaymentStatusGroup = keyof typeof PAYMENT_STATUS_GROUPS;

export const WITHDRAWAL_STATUS_GROUPS = {
  waiting: ['pending'],
  toPay: ['approved', 'processing'],
  open: ['pending', 'approved', 'processing'],
  closed: ['completed', 'rejected', 'cancelled'],
} as const satisfies Record<string, readonly WithdrawalStatus[]>;
export type WithdrawalStatusGroup = keyof typeof WITHDRAWAL_STATUS_GROUPS;

/**
 * The statuses whose amount is held on the balance. The database trigger `hold_withdrawals` uses the same
 * list.
 */
export const HOLDING_WITHDRAWAL_STATUSES: readonly WithdrawalStatus[] = WITHDRAWAL_STATUS_GROUPS.open;
