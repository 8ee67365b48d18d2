/**
 * The layers of apps/server/src, from the top down. Imports only go down; folders of one layer do not import each
 * other. A new folder has to be given a place here first.
 */
export const serverLayers: readonly (readonly string[])[] = [
  ['exports'],
  ['cli'],
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
    'changeRequests',
    'users',
    'staff',
    'security',
    'dashboard',
    'apiKeys',
    'audit',
    'system',
  ],
  ['trpc'],
  ['context'],
  ['verify'],
  ['signIn'],
  ['stepUp'],
  ['auth'],
  ['ledger', 'policyEngine', 'nowpayments'],
  ['auditChain', 'seals'],
  ['models'],
  ['origin'],
  ['db'],
  ['base'],
];
