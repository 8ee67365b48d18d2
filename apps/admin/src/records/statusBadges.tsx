import {
  type ChangeRequestStatus,
  changeRequestStatusColor,
  type PaymentStatus,
  paymentStatusColor,
  type SuspenseStatus,
  suspenseStatusColor,
  type TransactionType,
  transactionTypeColor,
  type WithdrawalStatus,
  withdrawalStatusColor,
} from '@paydesk/types/rules';
import { Badge } from '../fields/Badge.tsx';
import { statusName } from '../fields/statusNames.ts';
import type { ApiKey, Currency, Staff, User } from '../providers/records.ts';
import { t } from '../texts/t.ts';

export const PaymentStatusBadge = ({ status }: { status: PaymentStatus }) => (
  <Badge color={paymentStatusColor(status)}>{statusName(status)}</Badge>
);

export const WithdrawalStatusBadge = ({ status }: { status: WithdrawalStatus }) => (
  <Badge color={withdrawalStatusColor(status)}>{statusName(status)}</Badge>
);

export const SuspenseStatusBadge = ({ status }: { status: SuspenseStatus }) => (
  <Badge color={suspenseStatusColor(status)}>{statusName(status)}</Badge>
);

export const TransactionTypeBadge = ({ type }: { type: TransactionType }) => (
  <Badge color={transactionTypeColor(type)}>{statusName(type)}</Badge>
);

export const ChangeStatusBadge = ({ status }: { status: ChangeRequestStatus }) => (
  <Badge color={changeRequestStatusColor(status)}>{statusName(status)}</Badge>
);

/** Active, expired, or revoked. */
export function ApiKeyStateBadge({ apiKey }: { apiKey: ApiKey }) {
  if (apiKey.revokedAt !== null) return <Badge color="danger">{t('Revoked')}</Badge>;
  return apiKey.isActive ? (
    <Badge color="success">{t('Active')}</Badge>
  ) : (
    <Badge color="secondary">{t('Expired')}</Badge>
  );
}

/** Offered, not offered, or gone from the provider's list. */
export function CurrencyStateBadge({ currency }: { currency: Currency }) {
  if (currency.pendingChange) return <Badge color="warning">{t('Change to accept')}</Badge>;
  if (!currency.isAvailable) return <Badge color="danger">{t('Delisted')}</Badge>;
  return currency.isActive ? (
    <Badge color="success">{t('Active')}</Badge>
  ) : (
    <Badge color="secondary">{t('Inactive')}</Badge>
  );
}

/** Frozen, anonymised, or active. */
export function UserStateBadge({ user }: { user: User }) {
  if (user.isAnonymized) return <Badge color="secondary">{t('Anonymised')}</Badge>;
  return user.isFrozen ? (
    <Badge color="danger">{t('Frozen')}</Badge>
  ) : (
    <Badge color="success">{t('Active')}</Badge>
  );
}

/** Whether a person can sign in. */
export const StaffStateBadge = ({ person }: { person: Staff }) =>
  person.isActive ? (
    <Badge color="success">{t('Active')}</Badge>
  ) : (
    <Badge color="danger">{t('Deactivated')}</Badge>
  );

/** Whether a person has a second factor, and whether the role waits for it. */
export function SecondFactorBadge({ person: { passkeys, twoFactorEnabled, mustEnrol } }: { person: Staff }) {
  if (mustEnrol) return <Badge color="danger">{t('Missing')}</Badge>;
  if (passkeys > 0)
    return <Badge color="success">{twoFactorEnabled ? t('Passkey, app') : t('Passkey')}</Badge>;
  return twoFactorEnabled ? (
    <Badge color="success">{t('Authenticator app')}</Badge>
  ) : (
    <Badge color="warning">{t('Off')}</Badge>
  );
}
