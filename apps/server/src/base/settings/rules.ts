import {
  IDEMPOTENCY_RETENTION_DAYS,
  MIN_EVENT_RETENTION_DAYS,
  MIN_IDEMPOTENCY_RETENTION_DAYS,
} from '@paydesk/types';
import { z } from 'zod';
import { days, usd } from './fields.ts';

/** What is credited and paid out, what is kept, and where webhooks may go. */
export const ruleVariables = {
  PARTIAL_PAYMENTS: z.enum(['credit', 'suspense'], 'must be credit or suspense').default('credit'),
  OVERPAYMENT_HOLD_USD: usd('1000.00'),
  IPN_CREDITS: z.enum(['verify', 'trust'], 'must be verify or trust').default('verify'),
  SECOND_APPROVAL_USD: usd('1000.00'),
  SOLO_CREDIT_USD: usd('100.00'),
  WITHDRAWAL_SERVICE_FEE_USD: usd('0.50'),
  EVENT_RETENTION_DAYS: days(/^\d{1,4}$/, MIN_EVENT_RETENTION_DAYS).default(MIN_EVENT_RETENTION_DAYS),
  IDEMPOTENCY_RETENTION_DAYS: days(/^\d{1,5}$/, MIN_IDEMPOTENCY_RETENTION_DAYS).default(
    IDEMPOTENCY_RETENTION_DAYS,
  ),
  WEBHOOK_ALLOW_PRIVATE: z.enum(['0', '1'], 'must be 0 or 1').optional(),
};

export interface RuleSettings {
  partialPayments: 'credit' | 'suspense';
  /** USD, two decimal places: what exceeds a payment's requested amount by more than this goes to suspense. */
  overpaymentHoldUsd: string;
  /** `verify`: the provider's API is asked after each notification, and only its answer is applied. */
  ipnCredits: 'verify' | 'trust';
  /** USD, two decimal places: a withdrawal of this much or more needs two approvals. */
  secondApprovalUsd: string;
  /** What one person may credit alone with one action; five times that in 24 hours. */
  soloCreditUsd: string;
  /** USD, two decimal places: the desk's own share of a withdrawal fee. */
  withdrawalServiceFeeUsd: string;
  /** Events are removed when they are older. */
  eventRetentionDays: number;
  /** Idempotency keys are removed when they are older: the same call is a new one then. */
  idempotencyRetentionDays: number;
  /** Whether webhooks may go to private addresses and over plain http; by default only with the simulator. */
  webhookAllowPrivate: boolean;
}

type Given = z.output<z.ZodObject<typeof ruleVariables>>;

/** @param isSimulated whether there is no key of the provider */
export const ruleSettings = (env: Given, isSimulated: boolean): RuleSettings => ({
  partialPayments: env.PARTIAL_PAYMENTS,
  overpaymentHoldUsd: env.OVERPAYMENT_HOLD_USD,
  ipnCredits: env.IPN_CREDITS,
  secondApprovalUsd: env.SECOND_APPROVAL_USD,
  soloCreditUsd: env.SOLO_CREDIT_USD,
  withdrawalServiceFeeUsd: env.WITHDRAWAL_SERVICE_FEE_USD,
  eventRetentionDays: env.EVENT_RETENTION_DAYS,
  idempotencyRetentionDays: env.IDEMPOTENCY_RETENTION_DAYS,
  webhookAllowPrivate:
    env.WEBHOOK_ALLOW_PRIVATE === undefined ? isSimulated : env.WEBHOOK_ALLOW_PRIVATE === '1',
});
