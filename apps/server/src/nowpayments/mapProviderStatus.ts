import type { PaymentStatus } from '@paydesk/types';

const statuses: ReadonlyMap<string, PaymentStatus> = new Map([
  ['waiting', 'pending'],
  ['confirming', 'confirming'],
  ['confirmed', 'confirmed'],
  // The deposit is confirmed; only the provider's own pay-out to the merchant is under way.
  ['sending', 'confirmed'],
  ['finished', 'completed'],
  ['partially_paid', 'partially_paid'],
  ['failed', 'failed'],
  ['refunded', 'refunded'],
  ['expired', 'expired'],
  ['cancelled', 'cancelled'],
  ['canceled', 'cancelled'],
]);

/**
 * The desk's word for a provider status (facts, section 5). Null for a word nobody knows: store it, alarm,
 * lower nothing.
 */
export function mapProviderStatus(raw: string): PaymentStatus | null {
  return statuses.get(raw.trim().toLowerCase()) ?? null;
}
