/**
 * The rules that both sides read and that need no schema: statuses, what may be done when, permissions,
 * limits, networks, money, display. A browser that imports only this entry does not load zod.
 */
export * from '../networks/index.ts';
export * from './actionClasses.ts';
export * from './auditActions.ts';
export type { Can } from './can.ts';
export * from './changeRequests.ts';
export * from './claims.ts';
export * from './dashboardRanges.ts';
export * from './display.ts';
export * from './errorDescriptions/index.ts';
export * from './errorReasons.ts';
export * from './events.ts';
export * from './figures.ts';
export * from './exports.ts';
export * from './fourEyes.ts';
export * from './internalIds.ts';
export * from './limits.ts';
export * from './live.ts';
export * from './money.ts';
export * from './mutationPermissions.ts';
export * from './notes.ts';
export * from './passkeys.ts';
export * from './payments.ts';
export * from './payouts.ts';
export * from './permissions.ts';
export * from './staff.ts';
export * from './suspense.ts';
export * from './sentAmount.ts';
export * from './transactions.ts';
export * from './users.ts';
export * from './webhooks.ts';
export * from './withdrawals.ts';
