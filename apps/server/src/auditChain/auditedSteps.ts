import { withdrawalCan } from '@paydesk/types';

/** The actions of the audit entries that have the fields of a withdrawal after a step: see `transitionWithdrawal`. */
export const AUDITED_STEPS: readonly string[] = Object.keys(withdrawalCan).map(
  (step) => `withdrawals.${step}`,
);
