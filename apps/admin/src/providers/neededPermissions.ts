import { MUTATION_PERMISSIONS, type Permission } from '@paydesk/types/rules';

const READ: Record<string, Permission> = {
  currencies: 'currencies.read',
  payments: 'payments.read',
  suspense: 'suspense.read',
  reconciliations: 'reconciliations.read',
  findings: 'reconciliations.read',
  balances: 'balances.read',
  transactions: 'transactions.read',
  withdrawals: 'withdrawals.read',
  users: 'users.read',
  audit: 'audit.read',
  apiKeys: 'apiKeys.manage',
  staff: 'staff.manage',
  policies: 'policies.read',
  changeRequests: 'changeRequests.read',
  webhookEndpoints: 'webhookEndpoints.read',
  webhookDeliveries: 'webhookDeliveries.read',
  doctor: 'system.read',
};
/** Those that have a list. */
export const LISTED_RESOURCES = Object.keys(READ);
const CREATE: Record<string, Permission> = {
  currencies: 'currencies.write',
  payments: 'payments.create',
  withdrawals: 'withdrawals.create',
  users: 'users.write',
  policies: 'policies.write',
};
const EDIT: Record<string, Permission> = { currencies: 'currencies.write' };

/**
 * The permission that a page of the SPA needs; null where any member of staff may look. The server decides in
 * the end.
 */
export function permissionFor(resource: string, action: string): Permission | null {
  if (action === 'create') return CREATE[resource] ?? null;
  if (action === 'edit') return EDIT[resource] ?? null;
  return READ[resource] ?? null;
}

/** What buttons start: the mutations, and the one step of the second factor that is part of the sign-in. */
const ACTION_PERMISSIONS = {
  ...MUTATION_PERMISSIONS,
  'security.enableTotp': 'session.read',
} as const satisfies Record<string, Permission>;
export type OfferedAction = keyof typeof ACTION_PERMISSIONS;

/** The permission that an action needs. */
export const permissionOf = (action: OfferedAction): Permission => ACTION_PERMISSIONS[action];

/**
 * The attributes of each control that needs a permission: what it starts, and what that needs. Browser tests compare
 * them with the roles.
 */
export const marksOf = (action: OfferedAction, permission = permissionOf(action)) => ({
  'data-action': action,
  'data-permission': permission,
});
