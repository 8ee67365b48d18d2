import type { Journal } from './journal.ts';
import { ProviderError } from '../errors/providerError.ts';
import type { PayoutRecord } from './payoutRecord.ts';

export type PayoutStore = {
  /** Throws 404 NOT_FOUND for an unknown id. */
  require(payoutId: string): PayoutRecord;
  batch(batchId: string): PayoutRecord[];
  all(): PayoutRecord[];
  /** Stores the payout as changed: its updatedAt grows with each call. */
  save(payout: PayoutRecord): void;
  /** Stores it without counting as a change. */
  keep(payout: PayoutRecord): void;
  /** The balance set for a currency, by lower-case code; undefined: a large default. */
  balance(code: string): string | undefined;
  setBalance(code: string, amount: string): void;
};

export const createPayoutStore = (journal: Journal, now: () => number): PayoutStore => {
  const { payouts, balances } = journal.contents;
  return {
    require: (payoutId) => {
      const payout = payouts.get(payoutId);
      if (payout === undefined) throw new ProviderError(404, 'NOT_FOUND', 'Payout not found');
      return payout;
    },
    batch: (batchId) => [...payouts.values()].filter((payout) => payout.batchId === batchId),
    all: () => [...payouts.values()],
    save: (payout) => {
      payout.updatedAt = payouts.has(payout.payoutId)
        ? Math.max(now(), payout.updatedAt + 1)
        : payout.createdAt;
      journal.payout(payout);
    },
    keep: (payout) => journal.payout(payout),
    balance: (code) => balances.get(code),
    setBalance: (code, amount) => journal.balance(code, amount),
  };
};
