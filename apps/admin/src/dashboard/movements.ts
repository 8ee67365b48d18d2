import { type Figure, postedBetween, type TransactionType } from '@paydesk/types/rules';
import { t } from '../texts/t.ts';

/** What the charts and the table show of the ledger, in their order. */
export const MOVEMENTS = {
  deposits: { label: t('Deposits'), type: 'deposit' },
  withdrawals: { label: t('Withdrawals'), type: 'withdrawal' },
  fees: { label: t('Fees'), type: 'fee' },
  charges: { label: t('Charges'), type: 'payment' },
  refunds: { label: t('Refunds'), type: 'refund' },
} as const satisfies Record<string, { label: string; type: TransactionType }>;
export type Movement = keyof typeof MOVEMENTS;

/** The rows of one movement in a part of the range. */
export const movementFigure = (name: Movement, { from, until }: { from: string; until: string }): Figure =>
  postedBetween(MOVEMENTS[name].type, from, until);
