import type { Reply } from '@paydesk/checkout/replies';
import type { MoneyState } from '../providers/records.ts';

export type MoneyPayment = MoneyState['payments'][number];
export type MoneySuspense = MoneyState['suspense'][number];
export type MoneyWithdrawal = MoneyState['withdrawals'][number];
export type MoneyBalance = NonNullable<MoneyState['balance']>;

/** What happens next, and by whom. */
export interface NextStep {
  who: 'staff' | 'customer' | 'network' | 'provider' | 'none';
  text: string;
  /** The row to open for it. */
  link: { resource: 'payments' | 'suspense' | 'withdrawals'; id: string } | null;
}

/** Where one payment, suspense item or withdrawal stands. */
export interface MoneyAnswer {
  /** Of its row. */
  id: string;
  /** What it is about, in a few words: for choosing between several. */
  about: string;
  sentences: string[];
  next: NextStep;
  tone: 'success' | 'info' | 'warning' | 'error';
  reply: Reply;
  /** For the order of several: what waits for staff, what is open, what is closed. */
  urgency: 'staff' | 'open' | 'closed';
  at: string;
}

/** How times are written, and the time from which ages count. */
export interface TimeFormat {
  now: Date;
  /** "09:45", or with the day if it is not today. */
  at: (iso: string) => string;
  /** "22 h". */
  age: (iso: string) => string;
}

/** Whether the time in which the address was to be paid is over. */
export const isOverdue = ({ expiresAt }: MoneyPayment, now: Date): boolean =>
  expiresAt !== null && new Date(expiresAt) <= now;

export const isZero = (amount: string | null): boolean => amount === null || !/[1-9]/.test(amount);

/** `50.00 USD`, for customers: with the currency's code, ungrouped, as wallets show it. */
export const usdSum = (amount: string): string => `${amount} USD`;

/** `0.0024 BTC`, for customers: the same. */
export const coinSum = (amount: string, currency: string): string => `${amount} ${currency}`;
