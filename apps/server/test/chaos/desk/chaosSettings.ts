import { readSettings, type Settings } from '../../../src/base/settings.ts';

/**
 * The settings of every desk of the runner; only the policy for partial payments differs between schedules.
 */
export const chaosSettings = (partialPayments: 'credit' | 'suspense'): Settings =>
  readSettings(
    {
      LOG_LEVEL: 'silent',
      PARTIAL_PAYMENTS: partialPayments,
      SECOND_APPROVAL_USD: '300',
      PROVIDER_PAYOUTS: 'on',
      WITHDRAWAL_SERVICE_FEE_USD: '0.50',
    },
    () => 'a secret for schedules alone, long enough',
  );
