/**
 * JSON without floats. `JSON.parse` passes a reviver the source text of every number (ECMAScript "JSON.parse
 * source text access", in Node 24); TypeScript's library does not declare it yet.
 */
interface ExactJson {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): object;
  isRawJSON(value: unknown): boolean;
}

const exact = JSON as unknown as ExactJson;

/** Parses JSON, keeping each number as the text it was written as: `0.1` → `"0.1"`. Throws SyntaxError. */
export function parseExactJson(text: string): unknown {
  return exact.parse(text, (_key, value, context) =>
    typeof value === 'number' ? (context.source ?? String(value)) : value,
  );
}

/** Parses JSON so that `JSON.stringify` writes every number back digit for digit. Throws SyntaxError. */
export function parseRewritableJson(text: string): unknown {
  return exact.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined ? exact.rawJSON(source) : value,
  );
}

/** Whether a value of `parseRewritableJson` or `jsonNumber` stands for one number token. */
export function isNumberToken(value: unknown): boolean {
  return exact.isRawJSON(value);
}

const plainDecimal = /^(0|[1-9]\d*)(\.\d+)?$/;

/**
 * A decimal string as a JSON number token for `JSON.stringify`, digit for digit. Throws RangeError for
 * anything but a plain non-negative decimal, which is a bug of the caller.
 */
export function jsonNumber(decimal: string): object {
  if (decimal.length > 80 || !plainDecimal.test(decimal)) throw new RangeError('Not a plain decimal amount.');
  return exact.rawJSON(decimal);
}
