import { allowedIf, readable } from './can.ts';
import type { BadgeColor } from './display.ts';

export const SUSPENSE_STATUSES = ['open', 'credited', 'returned', 'written_off'] as const;
export type SuspenseStatus = (typeof SUSPENSE_STATUSES)[number];

/** Why an amount waits for a decision by staff instead of being credited automatically. */
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
  'report_mismatch',
  'large_overpayment',
] as const;
export type SuspenseReason = (typeof SUSPENSE_REASONS)[number];

/** What may be done to a suspense item. */
export const suspenseCan = {
  resolve: (item: { status: SuspenseStatus }) =>
    allowedIf(item.status === 'open', `This item is ${readable(item.status)} already.`),
};

const SUSPENSE_COLORS: Record<SuspenseStatus, BadgeColor> = {
  open: 'warning',
  credited: 'success',
  returned: 'info',
  written_off: 'secondary',
};

export const suspenseStatusColor = (status: SuspenseStatus): BadgeColor => SUSPENSE_COLORS[status];
