import {
  type PaymentStatus,
  paymentStatusColor,
  statusLabel,
  type SuspenseStatus,
  suspenseStatusColor,
  type TransactionType,
  transactionTypeColor,
  type WithdrawalStatus,
  withdrawalStatusColor,
} from '@paydesk/types/rules';
import { Badge } from '../fields/Badge.tsx';

export const PaymentStatusBadge = ({ status }: { status: PaymentStatus }) => (
  <Badge color={paymentStatusColor(status)}>{statusLabel(status)}</Badge>
);

export const WithdrawalStatusBadge = ({ status }: { status: WithdrawalStatus }) => (
  <Badge color={withdrawalStatusColor(status)}>{statusLabel(status)}</Badge>
);

export const SuspenseStatusBadge = ({ status }: { status: SuspenseStatus }) => (
  <Badge color={suspenseStatusColor(status)}>{statusLabel(status)}</Badge>
);

export const TransactionTypeBadge = ({ type }: { type: TransactionType }) => (
  <Badge color={transactionTypeColor(type)}>{statusLabel(type)}</Badge>
);
