import type { Withdrawal, WithdrawalReview } from '../../providers/records.ts';

/** What every button of the review screen is given. */
export interface Deed {
  review: WithdrawalReview;
  /** Called with what the desk answered, and a sentence that says what has happened. */
  onDone: (after: Withdrawal, words: string) => void;
}
