import { t } from '../texts/t.ts';

/** What the rows of a queue wait for. */
export type QueueKind = 'waiting' | 'review' | 'payout';

/** Where a row stands in its queue; the place is in `<b>`. */
export const POSITION: Record<QueueKind, (at: { position: number; total: number }) => string> = {
  waiting: (at) => t('<b>{position}</b> of {total} waiting', at),
  review: (at) => t('<b>{position}</b> of {total} to review', at),
  payout: (at) => t('<b>{position}</b> of {total} to pay', at),
};

/** After the last row of a queue. */
export const LAST_ONE: Record<QueueKind, string> = {
  waiting: t('That was the last one waiting.'),
  review: t('That was the last one to review.'),
  payout: t('That was the last one to pay.'),
};
