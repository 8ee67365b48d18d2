import { sealAuditJob, verifyAuditJob } from '../audit/auditChain.job.ts';
import { sealLedgerJob } from '../audit/sealLedger.job.ts';
import { refreshMinimumsJob, syncCurrenciesJob } from '../currencies/currencies.job.ts';
import { closeDueChangesJob } from '../changeRequests/changeRequests.job.ts';
import { actionPlans } from './actionPlans/index.ts';
import { addFigureChangesJob } from '../dashboard/addFigureChanges.job.ts';
import { removeOldCallTimesJob } from '../dashboard/removeOldCallTimes.job.ts';
import { removeOldEventsJob } from '../events/removeOldEvents.job.ts';
import { applyKeptReportsJob, checkDuePaymentsJob } from '../payments/payments.job.ts';
import { continueReconciliationJob, startReconciliationJob } from '../payments/reconciliations.job.ts';
import { verifyDeskJob } from '../system/verifyDesk.job.ts';
import { purgeExpiredTokensJob } from '../users/purgeExpiredTokens.job.ts';
import { removeOldKeysJob } from '../transactions/removeOldKeys.job.ts';
import { removeOldDeliveriesJob } from '../webhooks/removeOldDeliveries.job.ts';
import {
  reportUnknownOutcomesJob,
  searchLostPayoutsJob,
  sendPayoutsJob,
} from '../withdrawals/payouts/payouts.job.ts';
import type { Job } from '../context/job.ts';

/** Everything that a worker runs by the clock. */
export const JOBS: readonly Job[] = [
  checkDuePaymentsJob,
  sendPayoutsJob,
  searchLostPayoutsJob,
  reportUnknownOutcomesJob,
  applyKeptReportsJob,
  continueReconciliationJob,
  startReconciliationJob,
  addFigureChangesJob,
  syncCurrenciesJob,
  refreshMinimumsJob,
  verifyDeskJob,
  sealAuditJob,
  sealLedgerJob,
  verifyAuditJob,
  purgeExpiredTokensJob,
  removeOldEventsJob,
  removeOldKeysJob,
  removeOldDeliveriesJob,
  removeOldCallTimesJob,
  closeDueChangesJob(actionPlans),
];
