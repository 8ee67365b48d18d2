/**
 * Splits a typed list of addresses at line breaks, spaces, commas and semicolons. Null for an empty list: any
 * address is allowed.
 */
export function readRanges(text: string): string[] | null {
  const ranges = text.split(/[\s,;]+/).filter((one) => one !== '');
  return ranges.length > 0 ? ranges : null;
}
