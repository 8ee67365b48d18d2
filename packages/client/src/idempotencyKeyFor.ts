const LONGEST = 200;

/**
 * The same key for the same facts, today and after a crash: `idempotencyKeyFor('charge', invoice.id)` is
 * `"charge:1001"`. Name what is done as well as for what, because a key belongs to one call with one input. Parts
 * of any text are allowed; what a key cannot contain is percent-encoded. Throws a `RangeError` without a part, on
 * an empty part and above 200 characters.
 */
export function idempotencyKeyFor(...parts: readonly [string | number, ...(string | number)[]]): string {
  const texts = parts.map((part) => encodeURIComponent(part));
  if (texts.length === 0 || texts.includes(''))
    throw new RangeError('an idempotency key needs parts, none of them empty');
  const key = texts.join(':');
  if (key.length > LONGEST)
    throw new RangeError(`an idempotency key has at most ${LONGEST} characters, this one ${key.length}`);
  return key;
}
