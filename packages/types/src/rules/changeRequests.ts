import type { BadgeColor } from './display.ts';

/** The actions that may wait for another person, as change requests. */
export const GOVERNED_ACTIONS = [
  'transactions.adjust',
  'transactions.bonus',
  'transactions.refund',
  'payments.markCompleted',
  'suspense.credit',
  'policies.publish',
  'currencies.create',
  'currencies.update',
  'currencies.acceptChange',
  'apiKeys.create',
  'apiKeys.rotate',
  'apiKeys.setAllowedAddresses',
  'staff.create',
  'staff.invite',
  'staff.reissueInvite',
  'staff.resetPassword',
  'staff.setRole',
  'staff.reactivate',
  'staff.setRule',
  'withdrawals.complete',
  'withdrawals.resumePayouts',
  'users.anonymize',
  'webhookEndpoints.create',
  'webhookEndpoints.enable',
  'webhookEndpoints.replay',
] as const;
export type GovernedAction = (typeof GOVERNED_ACTIONS)[number];

/** `waiting` is the only status that is not final. `failed`: it was approved and could not be applied any more. */
export const CHANGE_REQUEST_STATUSES = [
  'waiting',
  'applied',
  'rejected',
  'cancelled',
  'expired',
  'failed',
] as const;
export type ChangeRequestStatus = (typeof CHANGE_REQUEST_STATUSES)[number];

const STATUS_COLORS: Record<ChangeRequestStatus, BadgeColor> = {
  waiting: 'warning',
  applied: 'success',
  rejected: 'danger',
  cancelled: 'secondary',
  expired: 'secondary',
  failed: 'danger',
};

export const changeRequestStatusColor = (status: ChangeRequestStatus): BadgeColor => STATUS_COLORS[status];

/** Who may approve a request: any approver or admin, or admins only. */
export type ApproverRole = 'approver' | 'admin';

/** Days until a waiting request expires. */
export const CHANGE_REQUEST_DAYS = 7;

/** Hours that a change of a guard waits on a desk with a single admin; none with the simulator. */
export const SINGLE_ADMIN_DELAY_HOURS = 24;

/** What one person may credit alone in 24 hours, as a multiple of `SOLO_CREDIT_USD`. */
export const SOLO_CREDITS_A_DAY = 5;

/** The scopes with which an API key, or a user token that it creates, can move money. */
export const MONEY_SCOPES: readonly string[] = [
  'transactions.charge',
  'transactions.refund',
  'transactions.bonus',
  'transactions.fee',
  'withdrawals.create',
  'users.token',
];

export const hasMoneyScope = (scopes: readonly string[]): boolean =>
  scopes.some((scope) => MONEY_SCOPES.includes(scope));

/** What an API key can have limits for. */
export const LIMITED_SCOPES = ['transactions.bonus', 'transactions.refund', 'withdrawals.create'] as const;
export type LimitedScope = (typeof LIMITED_SCOPES)[number];

/** In USD, of one call and of 24 hours; null: no limit. */
export interface KeyLimit {
  callUsd: string | null;
  dayUsd: string | null;
}

/** A new key with `transactions.bonus` has these limits unless set otherwise. */
export const DEFAULT_BONUS_LIMIT: KeyLimit = { callUsd: '1000.00', dayUsd: '10000.00' };

/** A new key expires after this many days unless set otherwise. */
export const DEFAULT_KEY_DAYS = 365;
