import type { PayoutRecord } from '../records/payoutRecord.ts';

/**
 * How many payouts there are, how many were confirmed by the second factor, and how many sent their money.
 */
type PayoutCount = { created: number; confirmed: number; finished: number };
export type PayoutTally = {
  byExternalId: Record<string, PayoutCount>;
  byDestination: Record<string, PayoutCount>;
};

/**
 * Shows double payouts: more than one confirmed payout of one external id, or of one destination
 * `currency:address:extraId`.
 */
export const countPayouts = (payouts: PayoutRecord[]): PayoutTally => {
  const tally: PayoutTally = { byExternalId: {}, byDestination: {} };
  for (const payout of payouts) {
    count(tally.byExternalId, payout.externalId ?? '', payout);
    count(tally.byDestination, `${payout.currency}:${payout.address}:${payout.extraId ?? ''}`, payout);
  }
  return tally;
};

const count = (group: Record<string, PayoutCount>, key: string, payout: PayoutRecord): void => {
  const counts = (group[key] ??= { created: 0, confirmed: 0, finished: 0 });
  counts.created += 1;
  if (payout.verifiedAt !== null) counts.confirmed += 1;
  if (payout.status.toUpperCase() === 'FINISHED') counts.finished += 1;
};
