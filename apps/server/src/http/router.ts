import { apiKeysRouter } from '../apiKeys/apiKeys.router.ts';
import { auditRouter } from '../audit/audit.router.ts';
import { balancesRouter } from '../balances/balances.router.ts';
import { changeRequestsRouter } from '../changeRequests/changeRequests.router.ts';
import { claimsRouter } from '../claims/claims.router.ts';
import { currenciesRouter } from '../currencies/currencies.router.ts';
import { dashboardRouter } from '../dashboard/dashboard.router.ts';
import { doctorRouter } from '../doctor/doctor.router.ts';
import { eventsRouter } from '../events/events.router.ts';
import { exportsRouter } from '../listExports/exports.router.ts';
import { paymentsRouter } from '../payments/payments.router.ts';
import { reconciliationsRouter } from '../payments/reconciliations.router.ts';
import { searchRouter } from '../search/search.router.ts';
import { securityRouter } from '../security/security.router.ts';
import { policiesRouter } from '../policies/policies.router.ts';
import { sessionsRouter } from '../staff/sessions.router.ts';
import { staffRouter } from '../staff/staff.router.ts';
import { suspenseRouter } from '../suspense/suspense.router.ts';
import { systemRouter } from '../system/system.router.ts';
import { timelineRouter } from '../timeline/timeline.router.ts';
import { transactionsRouter } from '../transactions/transactions.router.ts';
import { chainMiddlewares } from '../trpc/chainMiddlewares.ts';
import { parseSynchronously } from '../trpc/parseSynchronously.ts';
import { mergeRouters, router } from '../trpc/procedure.ts';
import { usersRouter } from '../users/users.router.ts';
import { webhookDeliveriesRouter } from '../webhooks/webhookDeliveries.router.ts';
import { savedViewsRouter } from '../savedViews/savedViews.router.ts';
import { webhookEndpointsRouter } from '../webhooks/webhookEndpoints.router.ts';
import { withdrawalsRouter } from '../withdrawals/withdrawals.router.ts';

/** All procedures: one set of routers for staff, apps and end users. */
export const appRouter = router({
  currencies: currenciesRouter,
  payments: paymentsRouter,
  suspense: suspenseRouter,
  reconciliations: reconciliationsRouter,
  balances: balancesRouter,
  transactions: transactionsRouter,
  withdrawals: withdrawalsRouter,
  policies: policiesRouter,
  changeRequests: changeRequestsRouter,
  claims: claimsRouter,
  users: usersRouter,
  dashboard: dashboardRouter,
  search: searchRouter,
  timeline: timelineRouter,
  events: eventsRouter,
  savedViews: savedViewsRouter,
  exports: exportsRouter,
  webhookEndpoints: webhookEndpointsRouter,
  webhookDeliveries: webhookDeliveriesRouter,
  audit: auditRouter,
  apiKeys: apiKeysRouter,
  staff: staffRouter,
  sessions: sessionsRouter,
  security: securityRouter,
  system: mergeRouters(systemRouter, doctorRouter),
});

/** How many inputs and outputs are parsed by compiled schemas. */
export const compiledValidators = parseSynchronously(appRouter._def.procedures);
chainMiddlewares(appRouter._def.procedures);

/** What clients compile against. */
export type AppRouter = typeof appRouter;
