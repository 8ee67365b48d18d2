import type { ResourceName } from '../providers/records.ts';

/** The names of resources in the menu and in the search. */
export const RESOURCE_NAMES = {
  payments: 'Payments',
  suspense: 'Suspense',
  balances: 'Balances',
  transactions: 'Transactions',
  withdrawals: 'Withdrawals',
  currencies: 'Currencies',
  users: 'Users',
  changeRequests: 'Change requests',
  reconciliations: 'Reconciliation',
  policies: 'Withdrawal policy',
  audit: 'Audit',
  apiKeys: 'API keys',
  webhookEndpoints: 'Webhooks',
  staff: 'Staff',
} as const satisfies Partial<Record<ResourceName, string>>;
