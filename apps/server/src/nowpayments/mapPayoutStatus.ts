/**
 * `begun`: the provider has it, perhaps unconfirmed. `moving`: it is being carried out. `stopped`: no money
 * left, by the provider's word.
 */
export type PayoutWord = 'begun' | 'moving' | 'finished' | 'stopped';

const words: ReadonlyMap<string, PayoutWord> = new Map([
  ['creating', 'begun'],
  // The documents show it both before and after the confirmation (facts 8.3, 8.7).
  ['waiting', 'begun'],
  ['processing', 'moving'],
  ['sending', 'moving'],
  ['finished', 'finished'],
  // The provider's support may still carry one out that has failed (facts 8.7).
  ['failed', 'stopped'],
  ['rejected', 'stopped'],
  ['cancelled', 'stopped'],
  ['canceled', 'stopped'],
]);

/** What a payout's status amounts to. Null for a word nobody knows: keep it, and change nothing. */
export function mapPayoutStatus(raw: string): PayoutWord | null {
  return words.get(raw.trim().toLowerCase()) ?? null;
}
