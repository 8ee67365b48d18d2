import { Decimal } from '@paydesk/types';

/** What a search text may be, read in every way that fits. */
export interface SearchTerms {
  /** As it was typed, with single spaces. */
  text: string;
  /** The text, or the parts of a link, that may be an id, a reference, an address or a hash; the longest first. */
  tokens: readonly string[];
  /** Ids that begin with what was typed. */
  ids: readonly { from: string; to: string }[];
  /** With two decimal places. */
  amountUsd: string | null;
}

/** Parts of a link that can be one of ours; more would make the statement long. */
const MAX_TOKENS = 3;

/** Eight digits of an id are what lists show; fewer would fit too many rows. */
const MIN_ID_DIGITS = 8;

/** Reads what somebody typed or pasted: as it stands, or the interesting parts of a link. */
export function readQuery(query: string): SearchTerms {
  const text = query.trim().replaceAll(/\s+/g, ' ');
  const tokens = tokensOf(text);
  return {
    text,
    tokens,
    ids: tokens.flatMap((token) => idRange(token) ?? []),
    amountUsd: amountOf(text),
  };
}

function tokensOf(text: string): string[] {
  if (text.includes(' ')) return [];
  // TON writes accounts with a colon; everything else with one is a link.
  const isLink = /^[a-z][a-z0-9+.-]*:/i.test(text) || text.includes('/');
  if (!isLink) return [text];
  const parts = text
    .split(/[/?#&=@:,;]+/)
    .map(decoded)
    .filter((part) => part.length >= 6 && /\d/.test(part) && !/[\s\0]/.test(part));
  return parts.toSorted((a, b) => b.length - a.length).slice(0, MAX_TOKENS);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** From the first to the last id that begins so. */
function idRange(token: string): { from: string; to: string } | null {
  if (!/^[0-9a-f-]+$/i.test(token)) return null;
  const digits = token.replaceAll('-', '').toLowerCase();
  if (digits.length < MIN_ID_DIGITS || digits.length > 32) return null;
  return { from: asUuid(digits.padEnd(32, '0')), to: asUuid(digits.padEnd(32, 'f')) };
}

const asUuid = (digits: string) => digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');

/** `$1,250`, `1250.00` or `1250 USD`: an amount in USD. More than two places are no amount in USD. */
function amountOf(text: string): string | null {
  const match = /^\$? ?(\d{1,3}(?:,\d{3})+|\d{1,12})(\.\d{1,2})?(?: ?(?:usd|\$))?$/i.exec(text);
  const [, whole, cents = ''] = match ?? [];
  return whole === undefined ? null : new Decimal(`${whole.replaceAll(',', '')}${cents}`).toFixed(2);
}
