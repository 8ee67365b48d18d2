import type { Permission } from '@paydesk/types/rules';
import { usePermissions } from 'react-admin';

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
};
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

/** Whether the signed-in person has a permission; false until it is known. */
export function useMay(): (permission: Permission) => boolean {
  const { permissions } = usePermissions<Permission[]>();
  return (permission) => Array.isArray(permissions) && permissions.includes(permission);
}
