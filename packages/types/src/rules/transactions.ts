import type { BadgeColor } from './display.ts';

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

const TRANSACTION_COLORS: Record<TransactionType, BadgeColor> = {
  deposit: 'success',
  withdrawal: 'warning',
  payment: 'primary',
  refund: 'info',
  fee: 'secondary',
  bonus: 'success',
  adjustment: 'secondary',
};

export const transactionTypeColor = (type: TransactionType): BadgeColor => TRANSACTION_COLORS[type];
