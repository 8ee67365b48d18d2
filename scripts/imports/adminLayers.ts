/**
 * The layers of apps/admin/src, from the top down. Imports only go down; folders of one layer do not import each
 * other. What two resources need (columns, cards, inputs, badges) belongs in `records`.
 */
export const adminLayers: readonly (readonly string[])[] = [
  ['app'],
  [
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
    'webhookEndpoints',
    'webhookDeliveries',
    'staff',
    'policies',
    'changeRequests',
    'security',
    'dashboard',
    'login',
    'search',
    'inbox',
  ],
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
