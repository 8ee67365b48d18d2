/** The folders of apps/admin/src that hold a resource or a page of their own. None imports another. */
export const adminPages: readonly string[] = [
  'currencies',
  'payments',
  'suspense',
  'reconciliations',
  'balances',
  'transactions',
  'withdrawals',
  'users',
  'audit',
  'apiKeys',
  'staff',
  'policies',
  'security',
  'dashboard',
  'login',
];

/**
 * The layers of apps/admin/src from the top down: imports only go down, and `main.tsx` stands above all. What
 * two resources need (columns, cards, inputs, badges) belongs in `records`.
 */
export const adminLayers: readonly (readonly string[])[] = [
  ['app'],
  adminPages,
  ['records'],
  ['lists'],
  ['pages'],
  ['commands'],
  ['stepUp'],
  ['filters'],
  ['fields'],
  ['providers'],
  ['theme'],
];
