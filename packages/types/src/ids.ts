const internalIdPattern = (prefix: string) => new RegExp(`^${prefix}_\\d{14}_[0-9a-f]{8}$`);

/** `PAY_YYYYMMDDHHMMSS_xxxxxxxx` (UTC, eight random lowercase hex digits). */
export const internalPaymentIdPattern = internalIdPattern('PAY');

/** `WD_YYYYMMDDHHMMSS_xxxxxxxx`. */
export const internalWithdrawalIdPattern = internalIdPattern('WD');

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
