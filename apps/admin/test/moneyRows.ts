import type { MoneyPayment, MoneySuspense, MoneyWithdrawal } from '../src/money/answer.ts';
import type { MoneyState, TimelineEntry } from '../src/providers/records.ts';

/** Sample states of money as the desk answers them; each takes what is different in a test. */

export const moneyState = (changes: Partial<MoneyState> = {}): MoneyState => ({
  asOf: '2026-11-28T12:00:00.000Z',
  payments: [],
  suspense: [],
  withdrawals: [],
  hasMore: false,
  payoutsStopped: false,
  isFrozen: false,
  balance: null,
  language: null,
  ...changes,
});

export const moneyPayment = (changes: Partial<MoneyPayment> = {}): MoneyPayment => ({
  id: '0198c0de-0000-7000-8000-0000000000d1',
  internalPaymentId: 'PAY_20261128094500_0a1b2c3d',
  status: 'pending',
  providerStatus: 'waiting',
  needsAttention: null,
  isExtra: false,
  hasAddress: true,
  isWatched: true,
  currencyName: 'BTC',
  amountUsd: '50.00',
  payAmount: '0.0024',
  actualAmount: null,
  actualAmountUsd: '0.00',
  creditedAmountUsd: '0.00',
  suspenseAmountUsd: '0.00',
  returnedAmountUsd: '0.00',
  feeAmountUsd: '0.00',
  creditedAt: null,
  credits: 0,
  createdAt: '2026-11-28T09:45:00.000Z',
  statusChangedAt: '2026-11-28T09:50:00.000Z',
  expiresAt: '2026-11-28T13:00:00.000Z',
  ...changes,
});

export const moneySuspense = (changes: Partial<MoneySuspense> = {}): MoneySuspense => ({
  id: '0198c0de-0000-7000-8000-0000000000e1',
  reason: 'redeposit',
  status: 'open',
  paymentId: null,
  parentPaymentId: null,
  internalPaymentId: 'PAY_20261128094500_0a1b2c3d',
  currencyName: 'BTC',
  amount: '0.0024',
  amountUsd: '50.00',
  createdAt: '2026-11-27T14:00:00.000Z',
  resolvedAt: null,
  ...changes,
});

export const moneyWithdrawal = (changes: Partial<MoneyWithdrawal> = {}): MoneyWithdrawal => ({
  id: '0198c0de-0000-7000-8000-0000000000f1',
  internalWithdrawalId: 'WD_20261128094500_0a1b2c3d',
  status: 'pending',
  isIntact: true,
  currencyName: 'USDT (TRC20)',
  amountUsd: '25.00',
  finalAmountUsd: '23.50',
  cryptoAmount: null,
  transactionHash: null,
  approvals: 0,
  requiredApprovals: 1,
  payoutStatus: null,
  payoutChangedAt: null,
  createdAt: '2026-11-28T09:00:00.000Z',
  statusChangedAt: '2026-11-28T09:00:00.000Z',
  ...changes,
});

export const timelineEntry = (changes: Partial<TimelineEntry> = {}): TimelineEntry => ({
  id: '0198c0de-0000-7000-8000-0000000000a1',
  kind: 'paymentCreated',
  at: '2026-11-28T09:45:00.000Z',
  resource: 'payments',
  resourceId: '0198c0de-0000-7000-8000-0000000000d1',
  status: 'pending',
  detail: null,
  amountUsd: '50.00',
  amount: '0.0024',
  currencyCode: 'BTC',
  currencyName: 'BTC',
  text: null,
  actor: null,
  ...changes,
});
