/**
 * What was typed as a list of addresses, one a line or with commas or blanks between them; null for nothing:
 * from anywhere.
 */
export function readRanges(text: string): string[] | null {
  const ranges = text.split(/[\s,;]+/).filter((one) => one !== '');
  return ranges.length > 0 ? ranges : null;
}
