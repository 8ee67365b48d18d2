/**
 * The floors that the folders of apps/server/src stand on, from the top down: imports only go down. Folders
 * on one floor may import each other, except the features.
 */
export const floors: readonly (readonly string[])[] = [
  ['cli'],
  ['demo'],
  ['http'],
  [
    'currencies',
    'payments',
    'checkout',
    'suspense',
    'balances',
    'transactions',
    'withdrawals',
    'policies',
    'users',
    'staff',
    'security',
    'dashboard',
    'apiKeys',
    'auditLog',
    'system',
  ],
  ['trpc'],
  ['desk'],
  ['ledger', 'audit', 'auth', 'policy', 'stepUp', 'nowpayments', 'providerTraffic', 'addresses'],
  ['models'],
  ['db'],
  ['base'],
];
