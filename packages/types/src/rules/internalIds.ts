/** `PAY_YYYYMMDDHHMMSS_xxxxxxxx` (UTC, eight random lowercase hex digits). */
export const internalPaymentIdPattern = /^PAY_\d{14}_[0-9a-f]{8}$/;

/** `WD_YYYYMMDDHHMMSS_xxxxxxxx`. */
export const internalWithdrawalIdPattern = /^WD_\d{14}_[0-9a-f]{8}$/;

/**
 * Builds an id that people can read aloud.
 *
 * @param prefix `PAY` or `WD`
 * @param at the moment of creation; written in UTC
 * @param randomHex eight lowercase hex digits from a cryptographic source
 */
export function internalId(prefix: 'PAY' | 'WD', at: Date, randomHex: string): string {
  if (!/^[0-9a-f]{8}$/.test(randomHex)) throw new RangeError('randomHex must be eight lowercase hex digits');
  const stamp = at.toISOString().replaceAll(/[-:T]/g, '').slice(0, 14);
  return `${prefix}_${stamp}_${randomHex}`;
}
