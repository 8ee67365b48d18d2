import type { z } from 'zod';
import type { balanceListInput } from '../schemas/balances.ts';
import type { changeRequestListInput } from '../schemas/changeRequests.ts';
import type { currencyListInput } from '../schemas/currencies.ts';
import type { paymentListInput } from '../schemas/payments.ts';
import type { suspenseListInput } from '../schemas/suspense.ts';
import type { transactionListInput } from '../schemas/transactions.ts';
import type { webhookEndpointListInput } from '../schemas/webhooks.ts';
import type { withdrawalListInput } from '../schemas/withdrawals.ts';
import type { TransactionType } from './transactions.ts';
import { WITHDRAWAL_STATUS_GROUPS } from './withdrawals.ts';

type FilterOf<Input extends z.ZodType> = NonNullable<
  NonNullable<z.input<Input>> extends { filter?: infer F } ? F : never
>;

/** The filters of the lists that figures open. */
export interface FigureFilters {
  payments: FilterOf<typeof paymentListInput>;
  withdrawals: FilterOf<typeof withdrawalListInput>;
  transactions: FilterOf<typeof transactionListInput>;
  suspense: FilterOf<typeof suspenseListInput>;
  balances: FilterOf<typeof balanceListInput>;
  changeRequests: FilterOf<typeof changeRequestListInput>;
  currencies: FilterOf<typeof currencyListInput>;
  webhookEndpoints: FilterOf<typeof webhookEndpointListInput>;
}
export type FigureResource = keyof FigureFilters;

/** A figure: which rows make it up, and which of their amounts it sums; without a sum it is their number. */
export type Figure = {
  [Resource in FigureResource]: {
    resource: Resource;
    filter: FigureFilters[Resource];
    sum?: string;
    /** The rows wait for a person: their list begins with the one that waits longest. */
    isQueue?: boolean;
  };
}[FigureResource];

/**
 * The figures of the dashboard. The server computes each from this definition, and the admin app opens the list with
 * the same filter: its rows, and the sum at its foot, are the figure.
 */
export const FIGURES = {
  withdrawalsToReview: {
    resource: 'withdrawals',
    filter: { status: [...WITHDRAWAL_STATUS_GROUPS.waiting] },
    sum: 'amountUsd',
    isQueue: true,
  },
  withdrawalsToPay: {
    resource: 'withdrawals',
    filter: { status: [...WITHDRAWAL_STATUS_GROUPS.toPay] },
    sum: 'finalAmountUsd',
    isQueue: true,
  },
  tamperedWithdrawals: {
    resource: 'withdrawals',
    filter: { status: [...WITHDRAWAL_STATUS_GROUPS.open], isIntact: false },
  },
  depositsInFlight: {
    resource: 'payments',
    filter: { status: ['confirming', 'confirmed'], hasParent: false },
    sum: 'amountUsd',
  },
  needsAttention: { resource: 'payments', filter: { needsAttention: true }, isQueue: true },
  changeRequests: { resource: 'changeRequests', filter: { status: 'waiting' }, isQueue: true },
  currencyChanges: { resource: 'currencies', filter: { hasPendingChange: true } },
  webhooksDisabled: { resource: 'webhookEndpoints', filter: { isDisabledByDesk: true } },
  webhooksFailing: { resource: 'webhookEndpoints', filter: { isFailing: true } },
  suspenseOpen: { resource: 'suspense', filter: { status: 'open' }, sum: 'amountUsd', isQueue: true },
  // The books: everything that arrived, and where it is.
  receivedForPayments: { resource: 'payments', filter: { hasReceived: true }, sum: 'actualAmountUsd' },
  receivedUnmatched: { resource: 'suspense', filter: { hasPayment: false }, sum: 'amountUsd' },
  credited: { resource: 'transactions', filter: { transactionType: 'deposit' }, sum: 'amountUsd' },
  returned: { resource: 'suspense', filter: { status: 'returned' }, sum: 'amountUsd' },
  writtenOff: { resource: 'suspense', filter: { status: 'written_off' }, sum: 'amountUsd' },
  inFlight: { resource: 'payments', filter: { hasInFlight: true }, sum: 'inFlightAmountUsd' },
  liabilities: { resource: 'balances', filter: {}, sum: 'balanceUsd' },
  held: { resource: 'balances', filter: { hasHolds: true }, sum: 'heldUsd' },
} as const satisfies Record<string, Figure>;
export type FigureName = keyof typeof FIGURES;

/** What was posted from one time to another, both included. The sum has the sign of the ledger. */
export const postedBetween = (transactionType: TransactionType, from: string, until?: string) =>
  ({
    resource: 'transactions',
    filter: { transactionType, createdAfter: from, ...(until !== undefined && { createdBefore: until }) },
    sum: 'amountUsd',
  }) as const satisfies Figure;

/** What was posted on one UTC day, such as `2026-11-28`. */
export const postedOnDay = (transactionType: TransactionType, day: string) =>
  postedBetween(transactionType, `${day}T00:00:00.000Z`, `${day}T23:59:59.999Z`);

/** All postings up to a time, included: their sum is what the desk owed its users then. */
export const postedUntil = (until: string) =>
  ({
    resource: 'transactions',
    filter: { createdBefore: until },
    sum: 'amountUsd',
  }) as const satisfies Figure;

/** The steps of a payment: requested, money arrived, in the balance of the user. */
export const PAYMENT_STEPS = ['created', 'paid', 'credited'] as const;
export type PaymentStep = (typeof PAYMENT_STEPS)[number];

const OF_STEP = {
  created: { filter: {}, sum: 'amountUsd' },
  paid: { filter: { hasReceived: true }, sum: 'actualAmountUsd' },
  credited: { filter: { hasCredited: true }, sum: 'creditedAmountUsd' },
} as const;

interface CreatedRange {
  from: string;
  /** Included. */
  until: string;
  /** Only payments in this currency. */
  currencyCode?: string | undefined;
}

/**
 * The payments created from one time to another, both included, that have come to a step since. Deposits to a used
 * address are left out: they were not requested.
 */
export const paymentsThatWere = (step: PaymentStep, { from, until, currencyCode }: CreatedRange) =>
  ({
    resource: 'payments',
    filter: {
      hasParent: false,
      ...OF_STEP[step].filter,
      createdAfter: from,
      createdBefore: until,
      ...(currencyCode !== undefined && { currencyCode }),
    },
    sum: OF_STEP[step].sum,
  }) as const satisfies Figure;
