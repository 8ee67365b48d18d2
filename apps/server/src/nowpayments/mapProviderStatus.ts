import type { PaymentStatus } from '@paydesk/types';

const statuses: ReadonlyMap<string, PaymentStatus> = new Map([
  ['waiting', 'pending'],
  ['confirming', 'confirming'],
  ['confirmed', 'confirmed'],
  // The deposit is confirmed; the provider is sending it on to the merchant.
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
 * The desk's status for a provider status. Null for an unknown one: store it, raise a flag, lower no status.
 */
export function mapProviderStatus(raw: string): PaymentStatus | null {
  return statuses.get(raw.trim().toLowerCase()) ?? null;
}
