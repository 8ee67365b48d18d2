import { allowedIf } from './can.ts';
import type { BadgeColor } from './display.ts';

export const WITHDRAWAL_STATUSES = [
  'pending',
  'approved',
  'processing',
  'completed',
  'rejected',
  'cancelled',
] as const;
export type WithdrawalStatus = (typeof WITHDRAWAL_STATUSES)[number];

/**
 * The statuses that may follow each status. `processing → approved` only by `returnToApproved`, with a note:
 * the payout failed.
 */
export const WITHDRAWAL_TRANSITIONS: Record<WithdrawalStatus, readonly WithdrawalStatus[]> = {
  pending: ['approved', 'rejected', 'cancelled'],
  approved: ['processing', 'completed', 'rejected', 'cancelled'],
  processing: ['completed', 'approved'],
  completed: [],
  rejected: [],
  cancelled: [],
};

export const withdrawalCanMove = (from: WithdrawalStatus, to: WithdrawalStatus): boolean =>
  WITHDRAWAL_TRANSITIONS[from].includes(to);

export const WITHDRAWAL_STATUS_GROUPS = {
  waiting: ['pending'],
  toPay: ['approved', 'processing'],
  open: ['pending', 'approved', 'processing'],
  closed: ['completed', 'rejected', 'cancelled'],
} as const satisfies Record<string, readonly WithdrawalStatus[]>;
export type WithdrawalStatusGroup = keyof typeof WITHDRAWAL_STATUS_GROUPS;

/**
 * The statuses whose amount is held on the balance. The database trigger `hold_withdrawals` uses the same
 * list.
 */
export const HOLDING_WITHDRAWAL_STATUSES: readonly WithdrawalStatus[] = WITHDRAWAL_STATUS_GROUPS.open;

/** Whether a withdrawal is not decided or paid yet, so that its amount is held. */
export const isOpenWithdrawal = ({ status }: { status: WithdrawalStatus }): boolean =>
  HOLDING_WITHDRAWAL_STATUSES.includes(status);

/** What may be done to a withdrawal in its current state. */
export const withdrawalCan = {
  cancel: (w: { status: WithdrawalStatus }) =>
    allowedIf(
      w.status === 'pending' || w.status === 'approved',
      `A withdrawal that is ${w.status} cannot be cancelled.`,
    ),
  approve: (w: { status: WithdrawalStatus }) =>
    allowedIf(w.status === 'pending', `Only a pending withdrawal can be approved; this one is ${w.status}.`),
  reject: (w: { status: WithdrawalStatus }) =>
    allowedIf(
      w.status === 'pending' || w.status === 'approved',
      `A withdrawal that is ${w.status} cannot be rejected.`,
    ),
  startProcessing: (w: { status: WithdrawalStatus }) =>
    allowedIf(
      w.status === 'approved',
      `Only an approved withdrawal can be paid out; this one is ${w.status}.`,
    ),
  refreshRate: (w: { status: WithdrawalStatus }) =>
    allowedIf(
      w.status === 'approved',
      `Only an approved withdrawal has a rate to fix; this one is ${w.status}.`,
    ),
  payOut: (w: { status: WithdrawalStatus }) =>
    allowedIf(
      w.status === 'approved',
      `Only an approved withdrawal can be paid out; this one is ${w.status}.`,
    ),
  complete: (w: { status: WithdrawalStatus }) =>
    allowedIf(
      w.status === 'approved' || w.status === 'processing',
      `Only an approved withdrawal can be completed; this one is ${w.status}.`,
    ),
  returnToApproved: (w: { status: WithdrawalStatus }) =>
    allowedIf(
      w.status === 'processing',
      `Only a withdrawal in processing can go back; this one is ${w.status}.`,
    ),
};

export type WithdrawalStep = keyof typeof withdrawalCan;

/**
 * Steps that bring no money nearer to an address. They stay open when the row is no longer what was requested; all
 * other steps are refused then.
 */
export const STEPS_ALLOWED_AFTER_TAMPERING: readonly WithdrawalStep[] = [
  'reject',
  'cancel',
  'returnToApproved',
];

const WITHDRAWAL_COLORS: Record<WithdrawalStatus, BadgeColor> = {
  pending: 'warning',
  approved: 'info',
  processing: 'primary',
  completed: 'success',
  rejected: 'danger',
  cancelled: 'secondary',
};

export const withdrawalStatusColor = (status: WithdrawalStatus): BadgeColor => WITHDRAWAL_COLORS[status];
