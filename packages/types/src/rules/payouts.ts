/**
 * The state of a payout through the provider. `unknown`: it was sent, and its outcome is not known yet; the
 * provider may or may not have it.
 */
export const PAYOUT_STATUSES = ['ordered', 'unknown', 'sent', 'finished', 'failed'] as const;
export type PayoutStatus = (typeof PAYOUT_STATUSES)[number];

/**
 * The statuses that may follow each status. Back to `ordered` only when it is certain that nothing was sent;
 * out of `failed` only because the provider's support may still carry out a failed payout. The database
 * function `payout_can_move` holds the same table.
 */
export const PAYOUT_TRANSITIONS: Record<PayoutStatus, readonly PayoutStatus[]> = {
  ordered: ['unknown', 'failed'],
  unknown: ['ordered', 'sent', 'finished', 'failed'],
  sent: ['finished', 'failed'],
  finished: [],
  failed: ['sent', 'finished'],
};

/** While its payout has one of these, a withdrawal cannot be paid in another way or change its status. */
export const PAYOUT_IN_FLIGHT_STATUSES: readonly PayoutStatus[] = ['ordered', 'unknown', 'sent'];
