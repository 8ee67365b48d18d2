import { containing } from './conditions.ts';

/** Rows that are read one by one in a few milliseconds. */
const FEW_ROWS = 20_000;

/** Three letters or digits, or two at the edge of a word: what an index of trigrams can look for. */
const INDEXED_WORDS = /[\p{L}\p{N}]{3,}|(?<=[^\p{L}\p{N}])[\p{L}\p{N}]{2}|[\p{L}\p{N}]{2}(?=[^\p{L}\p{N}])/gu;

/** The words of a text by which an index of trigrams finds it anywhere in another; empty: it has none. */
export const indexedText = (text: string): string => (text.match(INDEXED_WORDS) ?? []).join(' ');

/**
 * The condition that an expression contains a text, if its index of trigrams can tell. Punctuation is in no trigram, nor
 * are letters that the locale of the database does not know as such: by these a large table would be read from end to
 * end, and only a small one is.
 */
export function containsText(
  { sql, table }: { sql: string; table: string },
  text: string,
  bind: (value: string) => string,
): string {
  return `${sql} ilike ${bind(containing(text))} and (
    cardinality(show_trgm(${bind(indexedText(text))})) > 0
    or (select reltuples < ${FEW_ROWS} from pg_class where oid = '${table}'::regclass))`;
}
