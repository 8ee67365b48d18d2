import { Decimal } from 'decimal.js';

/** A JSON object as `parseExactJson` gives it: numbers are strings. */
type ExactObject = Record<string, unknown>;

export function isObject(value: unknown): value is ExactObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether lists and objects are nested in more levels than this. */
export function isDeeperThan(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((member) => isDeeperThan(member, levels - 1));
}

/** Text, or null for null, missing, blank and the literal string "null" (which the provider does send). */
export function readText(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const text = withoutUnstorable(value).trim();
  return text === '' || text.toLowerCase() === 'null' ? null : text;
}

/** PostgreSQL stores neither NUL nor half of a surrogate pair: both become U+FFFD. */
const withoutUnstorable = (text: string): string => text.toWellFormed().replaceAll('\0', '\ufffd');

/** A JSON value that PostgreSQL can store: the same one, unless a text in it has such characters. */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return withoutUnstorable(value);
  if (Array.isArray(value)) return value.map(storable);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [withoutUnstorable(key), storable(member)]),
  );
}

/** A currency code or network key: lower-case, since the provider writes both cases. */
export function readCode(value: unknown): string | null {
  return readText(value)?.toLowerCase() ?? null;
}

/** An id as text, whether it was written as a number or as a string; null for what can be no id. */
export function readId(value: unknown): string | null {
  const text = readText(value);
  return text !== null && /^[\w-]{1,64}$/.test(text) ? text : null;
}

/** Ids of a list, at most `most`; the re-serialised form of an array (`{"0": …}`) is read as well. */
export function readIds(value: unknown, most: number): string[] {
  const items = Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
  return items
    .slice(0, most)
    .map(readId)
    .filter((id) => id !== null);
}

/** Long enough for any amount, and no `1e999999999`. */
const amountText = /^-?\d{1,60}(\.\d{1,60})?(e[+-]?\d{1,2})?$/i;
const Exact = Decimal.clone({ precision: 200, toExpNeg: -9e15, toExpPos: 9e15 });

/** An amount as a plain decimal string (no exponent, no trailing zeros), from a number token or a string. */
export function readAmount(value: unknown): string | null {
  const text = readText(value);
  return text === null || !amountText.test(text) ? null : new Exact(text).toFixed();
}

/** A small whole number such as a count of decimals; from a number token or a string. */
export function readCount(value: unknown): number | null {
  const text = readText(value);
  return text === null || !/^\d{1,9}$/.test(text) ? null : Number(text);
}

/** True only for JSON `true` or the text "true". */
export function readFlag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const text = readCode(value);
  return text === 'true' ? true : text === 'false' ? false : null;
}

/** A moment, from ISO 8601 (REST) or epoch milliseconds (webhooks). Null for anything else. */
export function readTime(value: unknown): Date | null {
  const text = readText(value);
  if (text === null) return null;
  // Ten digits are seconds until the year 2286, thirteen are milliseconds.
  const epoch = /^\d{10}$/.test(text) ? Number(text) * 1000 : /^\d{12,14}$/.test(text) ? Number(text) : null;
  const time = epoch === null ? (isoTime.test(text) ? new Date(text) : null) : new Date(epoch);
  return time === null || Number.isNaN(time.getTime()) ? null : time;
}

const isoTime = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
