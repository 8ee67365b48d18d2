import type { ResourceName } from '../providers/records.ts';

const RESOURCE: Record<string, ResourceName> = {
  payment: 'payments',
  payments: 'payments',
  withdrawal: 'withdrawals',
  withdrawals: 'withdrawals',
  withdrawal_request: 'withdrawals',
  withdrawalRequest: 'withdrawals',
  user: 'users',
  users: 'users',
  currency: 'currencies',
  currencies: 'currencies',
  suspense: 'suspense',
  suspense_item: 'suspense',
  suspenseItem: 'suspense',
  transaction: 'transactions',
  transactions: 'transactions',
  balance: 'balances',
  staff: 'staff',
  api_key: 'apiKeys',
  apiKey: 'apiKeys',
  apiKeys: 'apiKeys',
  policy: 'policies',
};

/** Where the subject of an audit row can be looked at; null where it has no page. */
export const subjectResource = (kind: string): ResourceName | null => RESOURCE[kind] ?? null;
