import { paymentUri, transactionExplorerLink } from '../networks/index.ts';
import { allowedIf, notAllowed, readable } from './can.ts';
import type { BadgeColor } from './display.ts';

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

/**
 * The statuses that may follow each status. Steps may be skipped. Money that arrives late wins, so
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

export const paymentCanMove = (from: PaymentStatus, to: PaymentStatus): boolean =>
  PAYMENT_TRANSITIONS[from].includes(to);

/** The groups that the admin filters by. */
export const PAYMENT_STATUS_GROUPS = {
  active: ['pending', 'confirming', 'confirmed'],
  paid: ['completed', 'partially_paid'],
  unpaid: ['expired', 'cancelled', 'failed'],
  refunded: ['refunded'],
} as const satisfies Record<string, readonly PaymentStatus[]>;
export type PaymentStatusGroup = keyof typeof PAYMENT_STATUS_GROUPS;

/** Whether a payment is still on its way. */
export const isActivePayment = ({ status }: { status: PaymentStatus }): boolean =>
  PAYMENT_STATUS_GROUPS.active.some((active) => active === status);

/**
 * What may be done to a payment in its current state. Buttons read it, commands enforce it, database checks
 * back it.
 */
export const paymentCan = {
  cancel: (p: { status: PaymentStatus }) =>
    allowedIf(
      p.status === 'pending',
      `Only a pending payment can be cancelled; this one is ${readable(p.status)}.`,
    ),
  refresh: (p: { providerPaymentId: string | null }) =>
    allowedIf(p.providerPaymentId !== null, 'The provider has not issued an address for this payment.'),
  markCompleted: (p: { status: PaymentStatus; creditedAmountUsd: string; suspenseAmountUsd: string }) => {
    if (p.status === 'completed') return notAllowed('This payment is completed already.');
    if (p.status === 'refunded') return notAllowed('The provider refunded this payment.');
    if (p.creditedAmountUsd !== '0.00')
      return notAllowed('A deposit has been credited for this payment already.');
    return allowedIf(
      p.suspenseAmountUsd === '0.00',
      'Money of this payment is in suspense: resolve it there.',
    );
  },
  markFailed: (p: { status: PaymentStatus; actualAmountUsd: string }) => {
    if (!isActivePayment(p))
      return notAllowed(`A payment that is ${readable(p.status)} cannot be marked failed.`);
    return allowedIf(p.actualAmountUsd === '0.00', 'Money has arrived for this payment.');
  },
};

const PAYMENT_COLORS: Record<PaymentStatus, BadgeColor> = {
  pending: 'warning',
  confirming: 'info',
  confirmed: 'primary',
  completed: 'success',
  partially_paid: 'warning',
  failed: 'danger',
  expired: 'secondary',
  cancelled: 'secondary',
  refunded: 'secondary',
};

export const paymentStatusColor = (status: PaymentStatus): BadgeColor => PAYMENT_COLORS[status];

/**
 * The content of a payer's QR code: a payment URI where wallets agree on one, else the bare address; null
 * before an address is issued.
 */
export function paymentQrData(payment: {
  network: string;
  token: string;
  contractAddress: string | null;
  chainDecimals: number | null;
  payAddress: string | null;
  payAmount: string | null;
  payinExtraId: string | null;
}): string | null {
  if (payment.payAddress === null) return null;
  return paymentUri({
    network: payment.network,
    token: payment.token,
    contractAddress: payment.contractAddress,
    decimalPlaces: payment.chainDecimals,
    address: payment.payAddress,
    amount: payment.payAmount,
    extraId: payment.payinExtraId,
  });
}

/** The transaction's page on a public explorer; null without a hash or for an unknown network. */
export const explorerLink = (network: string, transactionHash: string | null): string | null =>
  transactionHash === null ? null : (transactionExplorerLink(network, transactionHash) ?? null);
