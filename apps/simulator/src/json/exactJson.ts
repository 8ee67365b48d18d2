/**
 * JSON whose numbers keep every digit. V8 offers both halves: `JSON.parse` hands the reviver the number's
 * source text, and `JSON.rawJSON` writes a text as a number. TypeScript's ES2024 library does not describe
 * them yet.
 */
export type NumberToken = { readonly rawJSON: string };

type ExactJson = {
  rawJSON(text: string): NumberToken;
  isRawJSON(value: unknown): value is NumberToken;
  parse(
    text: string,
    revive: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
};

const exact = JSON as unknown as ExactJson;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/**
 * A decimal text as a JSON number of exactly these digits. Throws a RangeError when the text is no JSON
 * number.
 */
export const numberToken = (text: string): NumberToken => {
  if (!NUMBER.test(text)) throw new RangeError(`not a JSON number: ${text}`);
  return exact.rawJSON(text);
};

export const isNumberToken = (value: unknown): value is NumberToken => exact.isRawJSON(value);

/** Parses JSON, keeping each number as its source text in a NumberToken. Throws a SyntaxError on bad JSON. */
export const parseExactJson = (text: string): unknown =>
  exact.parse(text, (_key, value, context) =>
    typeof value === 'number' && context.source !== undefined ? exact.rawJSON(context.source) : value,
  );
