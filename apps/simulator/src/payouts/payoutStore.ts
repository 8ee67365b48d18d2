import type { Journal } from '../journal/journal.ts';
import { ProviderError } from '../refusals/providerError.ts';
import type { PayoutRecord } from './payoutRecord.ts';

export type PayoutStore = {
  /** Throws 404 NOT_FOUND for an unknown id. */
  require(payoutId: string): PayoutRecord;
  batch(batchId: string): PayoutRecord[];
  all(): PayoutRecord[];
  /** Keeps the payout's present state as news: its updatedAt grows with each call. */
  save(payout: PayoutRecord): void;
  /** The same without counting as a change. */
  keep(payout: PayoutRecord): void;
  /** What the merchant's wallet was set to hold, by lower-case code; a currency not named has plenty. */
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
