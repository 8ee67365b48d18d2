import { z } from 'zod';
import { PAYMENT_STATUSES } from '../rules/payments.ts';
import { PAYOUT_STATUSES } from '../rules/payouts.ts';
import { SUSPENSE_REASONS, SUSPENSE_STATUSES } from '../rules/suspense.ts';
import { TRANSACTION_TYPES } from '../rules/transactions.ts';
import { WITHDRAWAL_STATUSES } from '../rules/withdrawals.ts';
import { actorOutput, idSchema, timeOutput } from './fields.ts';
import { cryptoOutput, usdOutput } from './money.ts';

/** What an entry of a timeline is about. */
export const TIMELINE_KINDS = [
  'userCreated',
  'userAnonymized',
  'paymentCreated',
  'paymentEnded',
  'providerReport',
  'suspenseOpened',
  'suspenseClosed',
  'posting',
  'withdrawalRequested',
  'approval',
  'rateFixed',
  'payout',
  'withdrawalChanged',
  'note',
  'audit',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** Entries of one page, by default and at most. */
export const TIMELINE_PAGE = 20;
export const MAX_TIMELINE_PAGE = 100;

export const timelineInput = z.strictObject({
  id: idSchema,
  perPage: z.int().min(1).max(MAX_TIMELINE_PAGE).optional(),
  /** The `nextCursor` of the page before. */
  cursor: z.string().max(200).optional(),
});

export const timelineEntryOutput = z.object({
  /** Of the row that it is from. */
  id: z.string(),
  kind: z.enum(TIMELINE_KINDS),
  at: timeOutput,
  /** The row to open. */
  resource: z.enum(['users', 'payments', 'suspense', 'transactions', 'withdrawals', 'audit']),
  resourceId: idSchema,
  /** A status, the provider's own status, the type of a posting, or an action. */
  status: z.string(),
  /** Why money is in suspense, what the desk made of a report, or the key of an approval. */
  detail: z.string().nullable(),
  amountUsd: usdOutput.nullable(),
  amount: cryptoOutput.nullable(),
  currencyCode: z.string().nullable(),
  /** As people write it: "USDT (TRC20)". */
  currencyName: z.string().nullable(),
  /** A note, a description or a message. */
  text: z.string().nullable(),
  actor: actorOutput.nullable(),
});
export type TimelineEntry = z.infer<typeof timelineEntryOutput>;

const moneyPaymentOutput = z.object({
  id: idSchema,
  internalPaymentId: z.string(),
  status: z.enum(PAYMENT_STATUSES),
  providerStatus: z.string().nullable(),
  needsAttention: z.string().nullable(),
  /** A further deposit to the address of another payment. */
  isExtra: z.boolean(),
  hasAddress: z.boolean(),
  /** The desk still asks the provider about it. */
  isWatched: z.boolean(),
  currencyName: z.string(),
  amountUsd: usdOutput,
  payAmount: cryptoOutput.nullable(),
  actualAmount: cryptoOutput.nullable(),
  actualAmountUsd: usdOutput,
  creditedAmountUsd: usdOutput,
  suspenseAmountUsd: usdOutput,
  returnedAmountUsd: usdOutput,
  feeAmountUsd: usdOutput,
  /** Of its first deposit posting. */
  creditedAt: timeOutput.nullable(),
  /** Its deposit postings. */
  credits: z.int(),
  createdAt: timeOutput,
  statusChangedAt: timeOutput,
  expiresAt: timeOutput.nullable(),
});
export type MoneyPayment = z.infer<typeof moneyPaymentOutput>;

const moneySuspenseOutput = z.object({
  id: idSchema,
  reason: z.enum(SUSPENSE_REASONS),
  status: z.enum(SUSPENSE_STATUSES),
  paymentId: idSchema.nullable(),
  /** Of the payment whose address a further deposit came to. */
  parentPaymentId: idSchema.nullable(),
  internalPaymentId: z.string().nullable(),
  currencyName: z.string(),
  amount: cryptoOutput,
  /** 0.00: its value is for staff to decide. */
  amountUsd: usdOutput,
  createdAt: timeOutput,
  resolvedAt: timeOutput.nullable(),
});
export type MoneySuspense = z.infer<typeof moneySuspenseOutput>;

const moneyWithdrawalOutput = z.object({
  id: idSchema,
  internalWithdrawalId: z.string(),
  status: z.enum(WITHDRAWAL_STATUSES),
  isIntact: z.boolean(),
  currencyName: z.string(),
  amountUsd: usdOutput,
  finalAmountUsd: usdOutput,
  cryptoAmount: cryptoOutput.nullable(),
  transactionHash: z.string().nullable(),
  approvals: z.int(),
  requiredApprovals: z.int(),
  payoutStatus: z.enum(PAYOUT_STATUSES).nullable(),
  payoutChangedAt: timeOutput.nullable(),
  createdAt: timeOutput,
  statusChangedAt: timeOutput,
});
export type MoneyWithdrawal = z.infer<typeof moneyWithdrawalOutput>;

/** What the rows of a user or of a payment say about where the money is. */
export const moneyStateOutput = z.object({
  asOf: timeOutput,
  /** Of a user: those that are open or flagged, and the newest. */
  payments: z.array(moneyPaymentOutput),
  /** Of a user: those that are open. */
  suspense: z.array(moneySuspenseOutput),
  /** Those that are open, and the newest. */
  withdrawals: z.array(moneyWithdrawalOutput),
  /** There are more open ones than shown. */
  hasMore: z.boolean(),
  payoutsStopped: z.boolean(),
  isFrozen: z.boolean(),
  balance: z
    .object({
      balanceUsd: usdOutput,
      heldUsd: usdOutput,
      availableUsd: usdOutput,
      /** The newest deposit: of the user, or of the payment. */
      deposit: z.object({ amountUsd: usdOutput, paymentId: idSchema.nullable(), at: timeOutput }).nullable(),
      /** What was posted after it, by type. */
      since: z.array(z.object({ type: z.enum(TRANSACTION_TYPES), count: z.int(), amountUsd: usdOutput })),
      /** More was posted than was counted. */
      sinceIsCapped: z.boolean(),
    })
    .nullable(),
  /** What the app wrote as `language` or `locale` into the metadata of the newest payment. */
  language: z.string().nullable(),
});
export type MoneyState = z.infer<typeof moneyStateOutput>;

export const timelineOutput = z.object({
  data: z.array(timelineEntryOutput),
  nextCursor: z.string().nullable(),
  /** With the first page. */
  money: moneyStateOutput.nullable(),
});
