import type { ResourceName } from '../providers/records.ts';
import { t } from '../texts/t.ts';

/** The names of resources in the menu and in the search. */
export const RESOURCE_NAMES = {
  payments: t('Payments'),
  suspense: t('Suspense'),
  balances: t('Balances'),
  transactions: t('Transactions'),
  withdrawals: t('Withdrawals'),
  currencies: t('Currencies'),
  users: t('Users'),
  changeRequests: t('Change requests'),
  reconciliations: t('Reconciliation'),
  policies: t('Withdrawal policy'),
  audit: t('Audit'),
  apiKeys: t('API keys'),
  webhookEndpoints: t('Webhooks'),
  staff: t('Staff'),
} as const satisfies Partial<Record<ResourceName, string>>;
