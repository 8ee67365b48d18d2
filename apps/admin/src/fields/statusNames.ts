import {
  type ChangeRequestStatus,
  type PaymentStatus,
  statusLabel,
  type SuspenseStatus,
  type TransactionType,
  type WithdrawalStatus,
} from '@paydesk/types/rules';
import { t } from '../texts/t.ts';

type Status = ChangeRequestStatus | PaymentStatus | SuspenseStatus | TransactionType | WithdrawalStatus;

/** The statuses of records, and the types of transactions, as labels. */
const STATUS_NAMES: Partial<Record<string, string>> = {
  pending: t('Pending'),
  confirming: t('Confirming'),
  confirmed: t('Confirmed'),
  completed: t('Completed'),
  partially_paid: t('Partially paid'),
  failed: t('Failed'),
  expired: t('Expired'),
  cancelled: t('Cancelled'),
  refunded: t('Refunded'),
  approved: t('Approved'),
  processing: t('Processing'),
  rejected: t('Rejected'),
  waiting: t('Waiting'),
  applied: t('Applied'),
  open: t('Open'),
  credited: t('Credited'),
  returned: t('Returned'),
  written_off: t('Written off'),
  deposit: t('Deposit'),
  withdrawal: t('Withdrawal'),
  payment: t('Payment'),
  refund: t('Refund'),
  fee: t('Fee'),
  bonus: t('Bonus'),
  adjustment: t('Adjustment'),
} satisfies Record<Status, string>;

/** A status for people; one that this version does not know, as it came. */
export const statusName = (status: string): string => STATUS_NAMES[status] ?? statusLabel(status);
