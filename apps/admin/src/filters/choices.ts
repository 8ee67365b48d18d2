import {
  CHANGE_REQUEST_STATUSES,
  PAYMENT_STATUSES,
  statusLabel,
  SUSPENSE_STATUSES,
  TRANSACTION_TYPES,
  WITHDRAWAL_STATUSES,
} from '@paydesk/types/rules';
import type { Choice } from './SelectFilter.tsx';

const labelled = (values: readonly string[]): Choice[] => values.map((id) => ({ id, name: statusLabel(id) }));

export const PAYMENT_STATUS_CHOICES = labelled(PAYMENT_STATUSES);
export const WITHDRAWAL_STATUS_CHOICES = labelled(WITHDRAWAL_STATUSES);
export const TRANSACTION_TYPE_CHOICES = labelled(TRANSACTION_TYPES);
export const CHANGE_STATUS_CHOICES = labelled(CHANGE_REQUEST_STATUSES);
export const SUSPENSE_STATUS_CHOICES = labelled(SUSPENSE_STATUSES);

/** The guide's groups; each name says what is in it. */
export const PAYMENT_GROUP_CHOICES: readonly Choice[] = [
  { id: 'active', name: 'Active' },
  { id: 'paid', name: 'Paid, in full or part' },
  { id: 'unpaid', name: 'Failed, expired, cancelled' },
  { id: 'refunded', name: 'Refunded' },
];
export const WITHDRAWAL_GROUP_CHOICES: readonly Choice[] = [
  { id: 'waiting', name: 'To review' },
  { id: 'toPay', name: 'To pay' },
  { id: 'closed', name: 'Closed' },
];
export const CLAIM_CHOICES: readonly Choice[] = [
  { id: 'mine', name: 'By me' },
  { id: 'unclaimed', name: 'By no one' },
];
export const RECONCILIATION_STATUS_CHOICES = labelled(['running', 'finished', 'failed']);
export const EXPLAINED_CHOICES: readonly Choice[] = [
  { id: 'no', name: 'Unexplained' },
  { id: 'yes', name: 'Explained' },
];
export const DIRECTION_CHOICES: readonly Choice[] = [
  { id: 'credit', name: 'Credits (+)' },
  { id: 'debit', name: 'Debits (-)' },
];
