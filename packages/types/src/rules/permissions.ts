/** All permissions. A procedure names exactly one; a principal has a set of them. */
export const PERMISSIONS = [
  'session.read',
  'currencies.read',
  'currencies.write',
  'payments.read',
  'payments.create',
  'payments.cancel',
  'payments.confirm',
  'payments.refresh',
  'payments.settle',
  'suspense.read',
  'suspense.resolve',
  'reconciliations.read',
  'reconciliations.run',
  'balances.read',
  'balances.verify',
  'transactions.read',
  'transactions.charge',
  'transactions.refund',
  'transactions.bonus',
  'transactions.fee',
  'transactions.adjust',
  'withdrawals.read',
  'withdrawals.create',
  'withdrawals.cancel',
  'withdrawals.approve',
  'withdrawals.pay',
  'withdrawals.note',
  'policies.read',
  'policies.write',
  'changeRequests.read',
  'changeRequests.decide',
  'payouts.stop',
  'payouts.resume',
  'users.read',
  'users.write',
  'users.freeze',
  'users.anonymize',
  'users.token',
  'dashboard.read',
  'events.read',
  'exports.manage',
  'webhookEndpoints.read',
  'webhookEndpoints.manage',
  'webhookDeliveries.read',
  'webhookDeliveries.resend',
  'audit.read',
  'apiKeys.manage',
  'staff.manage',
  'system.read',
  'system.simulate',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

export const STAFF_ROLES = ['viewer', 'operator', 'approver', 'admin'] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

const viewer: readonly Permission[] = [
  'session.read',
  'currencies.read',
  'payments.read',
  'suspense.read',
  'reconciliations.read',
  'balances.read',
  'balances.verify',
  'transactions.read',
  'withdrawals.read',
  'policies.read',
  'changeRequests.read',
  'users.read',
  'dashboard.read',
  'events.read',
  'exports.manage',
  'webhookEndpoints.read',
  'webhookDeliveries.read',
  'audit.read',
  'system.read',
];

// Staff use `users.token` to revoke tokens; only apps create them.
const operator: readonly Permission[] = [
  ...viewer,
  'currencies.write',
  'payments.create',
  'payments.cancel',
  'payments.confirm',
  'payments.refresh',
  'payments.settle',
  'suspense.resolve',
  'reconciliations.run',
  'users.write',
  'users.freeze',
  'users.anonymize',
  'users.token',
  'withdrawals.note',
  'webhookDeliveries.resend',
  'payouts.stop',
  'system.simulate',
];

const approver: readonly Permission[] = [
  ...operator,
  'changeRequests.decide',
  'payouts.resume',
  'withdrawals.create',
  'withdrawals.cancel',
  'withdrawals.approve',
  'withdrawals.pay',
];

const admin: readonly Permission[] = [
  ...approver,
  'transactions.charge',
  'transactions.refund',
  'transactions.bonus',
  'transactions.fee',
  'transactions.adjust',
  'policies.write',
  'apiKeys.manage',
  'webhookEndpoints.manage',
  'staff.manage',
];

/** What each staff role may do. Each role includes the role before it. */
export const ROLE_PERMISSIONS: Record<StaffRole, readonly Permission[]> = {
  viewer,
  operator,
  approver,
  admin,
};

/** What an API key may be given. Approvals, settlements, adjustments and staff management need a person. */
export const SERVICE_SCOPES = [
  'currencies.read',
  'payments.read',
  'payments.create',
  'payments.cancel',
  'payments.confirm',
  'payments.refresh',
  'balances.read',
  'transactions.read',
  'transactions.charge',
  'transactions.refund',
  'transactions.bonus',
  'transactions.fee',
  'withdrawals.read',
  'withdrawals.create',
  'withdrawals.cancel',
  'users.read',
  'users.write',
  'users.token',
  'events.read',
] as const satisfies readonly Permission[];
export type ServiceScope = (typeof SERVICE_SCOPES)[number];

/** What a user token may do, on its own user's rows only. */
export const USER_PERMISSIONS = [
  'session.read',
  'currencies.read',
  'payments.read',
  'payments.create',
  'payments.cancel',
  'payments.confirm',
  'balances.read',
  'transactions.read',
  'withdrawals.read',
  'withdrawals.create',
  'withdrawals.cancel',
  'users.read',
  'events.read',
] as const satisfies readonly Permission[];
export type UserScope = (typeof USER_PERMISSIONS)[number];
