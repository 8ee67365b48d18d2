/**
 * How far a payout through the provider is. `unknown`: it was sent, and its outcome is not known yet; the
 * provider may or may not have it.
 */
export const PAYOUT_STATUSES = ['ordered', 'unknown', 'sent', 'finished', 'failed'] as const;
export type PayoutStatus = (typeof PAYOUT_STATUSES)[number];

/**
 * Where a payout may go. Back to `ordered` only when it is certain that nothing left the desk; out of
 * `failed` only because the provider's support may still carry out what was called failed. The database
 * function `payout_can_move` holds the same table.
 */
export const PAYOUT_TRANSITIONS: Record<PayoutStatus, readonly PayoutStatus[]> = {
  ordered: ['unknown', 'failed'],
  unknown: ['ordered', 'sent', 'finished', 'failed'],
  sent: ['finished', 'failed'],
  finished: [],
  failed: ['sent', 'finished'],
};

/** Nobody may pay the withdrawal in another way, or move it, while its payout is in one of these. */
export const PAYOUT_IN_FLIGHT_STATUSES: readonly PayoutStatus[] = ['ordered', 'unknown', 'sent'];
