import { readSettings, type Settings } from '../../../src/base/settings.ts';

/**
 * The settings of every desk of the runner; only the policy for partial payments, and whether notifications are
 * trusted, differ between schedules.
 */
export const chaosSettings = (
  partialPayments: 'credit' | 'suspense',
  ipnCredits: 'verify' | 'trust' = 'verify',
): Settings =>
  readSettings(
    {
      LOG_LEVEL: 'silent',
      PARTIAL_PAYMENTS: partialPayments,
      IPN_CREDITS: ipnCredits,
      SECOND_APPROVAL_USD: '300',
      PROVIDER_PAYOUTS: 'on',
      WITHDRAWAL_SERVICE_FEE_USD: '0.50',
    },
    () => 'a secret for schedules alone, long enough',
  );
