/**
 * `begun`: the provider has the payout, perhaps unconfirmed. `moving`: it is being sent. `stopped`: no money
 * was sent, as the provider reports it.
 */
export type PayoutWord = 'begun' | 'moving' | 'finished' | 'stopped';

const words: ReadonlyMap<string, PayoutWord> = new Map([
  ['creating', 'begun'],
  // Documented both before and after the confirmation.
  ['waiting', 'begun'],
  ['processing', 'moving'],
  ['sending', 'moving'],
  ['finished', 'finished'],
  // As documented, the provider's support may still send a payout that has failed.
  ['failed', 'stopped'],
  ['rejected', 'stopped'],
  ['cancelled', 'stopped'],
  ['canceled', 'stopped'],
]);

/** The meaning of a payout status. Null for an unknown one: store it, and change nothing. */
export function mapPayoutStatus(raw: string): PayoutWord | null {
  return words.get(raw.trim().toLowerCase()) ?? null;
}
