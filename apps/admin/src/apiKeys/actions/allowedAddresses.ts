import type { FieldSpec } from '../../commands/CommandField.tsx';
import { t } from '../../texts/t.ts';

/** The input for the addresses that may use a key. */
export const addressesField = (label: string, current: readonly string[] | null = null): FieldSpec => ({
  name: 'allowedAddresses',
  label,
  multiline: true,
  initial: (current ?? []).join('\n'),
  helperText: t(
    'One per line, such as 203.0.113.7, 203.0.113.0/24 or 2001:db8::/32. Leave empty to allow any address.',
  ),
});

/**
 * Splits a typed list of addresses at line breaks, spaces, commas and semicolons. Null for an empty list: any
 * address is allowed.
 */
export function readRanges(text: string): string[] | null {
  const ranges = text.split(/[\s,;]+/).filter((one) => one !== '');
  return ranges.length > 0 ? ranges : null;
}
