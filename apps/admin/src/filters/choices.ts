import {
  CHANGE_REQUEST_STATUSES,
  PAYMENT_STATUSES,
  SUSPENSE_STATUSES,
  TRANSACTION_TYPES,
  WITHDRAWAL_STATUSES,
} from '@paydesk/types/rules';
import { statusName } from '../fields/statusNames.ts';
import type { Choice } from './SelectFilter.tsx';
import { t } from '../texts/t.ts';

const labelled = (values: readonly string[]): Choice[] => values.map((id) => ({ id, name: statusName(id) }));

export const PAYMENT_STATUS_CHOICES = labelled(PAYMENT_STATUSES);
export const WITHDRAWAL_STATUS_CHOICES = labelled(WITHDRAWAL_STATUSES);
export const TRANSACTION_TYPE_CHOICES = labelled(TRANSACTION_TYPES);
export const CHANGE_STATUS_CHOICES = labelled(CHANGE_REQUEST_STATUSES);
export const SUSPENSE_STATUS_CHOICES = labelled(SUSPENSE_STATUSES);

/** The guide's groups; each name says what is in it. */
export const PAYMENT_GROUP_CHOICES: readonly Choice[] = [
  { id: 'active', name: t('Active') },
  { id: 'paid', name: t('Paid, in full or part') },
  { id: 'unpaid', name: t('Failed, expired, cancelled') },
  { id: 'refunded', name: t('Refunded') },
];
export const WITHDRAWAL_GROUP_CHOICES: readonly Choice[] = [
  { id: 'waiting', name: t('To review') },
  { id: 'toPay', name: t('To pay out') },
  { id: 'closed', name: t('Closed') },
];
export const CLAIM_CHOICES: readonly Choice[] = [
  { id: 'mine', name: t('By me') },
  { id: 'unclaimed', name: t('By no one') },
];
export const RECONCILIATION_STATUS_CHOICES: readonly Choice[] = [
  { id: 'running', name: t('Running') },
  { id: 'finished', name: t('Completed') },
  { id: 'failed', name: t('Failed') },
];
export const EXPLAINED_CHOICES: readonly Choice[] = [
  { id: 'no', name: t('Unexplained') },
  { id: 'yes', name: t('Explained') },
];
export const DIRECTION_CHOICES: readonly Choice[] = [
  { id: 'credit', name: t('Credits (+)') },
  { id: 'debit', name: t('Debits (-)') },
];
