/**
 * What crosses the wire, and the rules that both sides read. `schemas/` has one file per resource: its rows,
 * list filter, inputs and outputs. `rules/` needs no schema library. Imports zod and decimal.js only.
 */
export * from './rules/index.ts';
export * from './schemas/apiKeys.ts';
export * from './schemas/audit.ts';
export * from './schemas/balances.ts';
export * from './schemas/changeRequests.ts';
export * from './schemas/claims.ts';
export * from './schemas/currencies.ts';
export * from './schemas/dashboard.ts';
export * from './schemas/events.ts';
export * from './schemas/exports.ts';
export {
  actorOutput,
  currencyCode,
  externalIdInput,
  idempotencyKey,
  idSchema,
  searchText,
  timeFilter,
  timeOutput,
} from './schemas/fields.ts';
export * from './schemas/invites.ts';
export * from './schemas/lists.ts';
export * from './schemas/money.ts';
export * from './schemas/notes.ts';
export * from './schemas/payments.ts';
export * from './schemas/policies.ts';
export * from './schemas/reconciliations.ts';
export * from './schemas/savedViews.ts';
export * from './schemas/search.ts';
export * from './schemas/security.ts';
export * from './schemas/sessions.ts';
export * from './schemas/staff.ts';
export * from './schemas/stepUp.ts';
export * from './schemas/suspense.ts';
export * from './schemas/system.ts';
export * from './schemas/timeline.ts';
export * from './schemas/transactions.ts';
export * from './schemas/users.ts';
export * from './schemas/webhooks.ts';
export * from './schemas/withdrawalReview.ts';
export * from './schemas/withdrawals.ts';
