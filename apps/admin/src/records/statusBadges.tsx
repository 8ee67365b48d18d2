import {
  type ChangeRequestStatus,
  changeRequestStatusColor,
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
import type { ApiKey, Currency, Staff, User } from '../providers/records.ts';

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

export const ChangeStatusBadge = ({ status }: { status: ChangeRequestStatus }) => (
  <Badge color={changeRequestStatusColor(status)}>{statusLabel(status)}</Badge>
);

/** Active, expired, or revoked. */
export function ApiKeyStateBadge({ apiKey }: { apiKey: ApiKey }) {
  if (apiKey.revokedAt !== null) return <Badge color="danger">Revoked</Badge>;
  return apiKey.isActive ? <Badge color="success">Active</Badge> : <Badge color="secondary">Expired</Badge>;
}

/** Offered, not offered, or gone from the provider's list. */
export function CurrencyStateBadge({ currency }: { currency: Currency }) {
  if (currency.pendingChange) return <Badge color="warning">Change to accept</Badge>;
  if (!currency.isAvailable) return <Badge color="danger">Delisted</Badge>;
  return currency.isActive ? (
    <Badge color="success">Active</Badge>
  ) : (
    <Badge color="secondary">Inactive</Badge>
  );
}

/** Frozen, anonymised, or active. */
export function UserStateBadge({ user }: { user: User }) {
  if (user.isAnonymized) return <Badge color="secondary">Anonymised</Badge>;
  return user.isFrozen ? <Badge color="danger">Frozen</Badge> : <Badge color="success">Active</Badge>;
}

/** Whether a person can sign in. */
export const StaffStateBadge = ({ person }: { person: Staff }) =>
  person.isActive ? <Badge color="success">Active</Badge> : <Badge color="danger">Deactivated</Badge>;

/** Whether a person has a second factor, and whether the role waits for it. */
export function SecondFactorBadge({ person: { passkeys, twoFactorEnabled, mustEnrol } }: { person: Staff }) {
  if (mustEnrol) return <Badge color="danger">Missing</Badge>;
  if (passkeys > 0) return <Badge color="success">{twoFactorEnabled ? 'Passkey, app' : 'Passkey'}</Badge>;
  return twoFactorEnabled ? <Badge color="success">App</Badge> : <Badge color="warning">Off</Badge>;
}
