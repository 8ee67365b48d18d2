import { isNumberToken, parseRewritableJson } from './exactJson.ts';

/** Webhook bodies are three levels deep; a deeper one is an attack on the recursion below. */
const maximumDepth = 32;

/** One text that a signature may stand for, and the JSON it says. */
export interface SignedForm {
  signed: string;
  meaning: string;
}

/**
 * The texts that a webhook's signature may stand for, the provider's own first: keys sorted at every level, compact,
 * JavaScript's number format (the signer's numbers are doubles, so ordinary JSON.parse is right here). Accepted as well:
 * arrays as `{"0":a,"1":b}` (what the provider's documented snippet makes of them), non-ASCII text as `\uXXXX`, number
 * tokens as they were written, and the body as it came. Each needs the secret all the same. Null when the body is no JSON.
 */
export function signedForms(body: string): SignedForm[] | null {
  const value = parse(body);
  if (value === undefined) return null;
  const written = parseRewritableJson(body);
  const forms: SignedForm[] = [];
  for (const source of [value, written]) {
    const meaning = JSON.stringify(sorted(source, false));
    const indexed = JSON.stringify(sorted(source, true));
    for (const signed of [meaning, indexed, escaped(meaning), escaped(indexed)]) {
      if (!forms.some((form) => form.signed === signed)) forms.push({ signed, meaning });
    }
  }
  return [...forms, { signed: body, meaning: body }];
}

function parse(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return depthOf(value, 0) > maximumDepth ? undefined : value;
  } catch {
    return undefined;
  }
}

function depthOf(value: unknown, depth: number): number {
  if (typeof value !== 'object' || value === null || depth > maximumDepth) return depth;
  return Object.values(value).reduce((deepest: number, item) => Math.max(deepest, depthOf(item, depth + 1)), depth);
}

/** Objects without a prototype: a `__proto__` key in the body stays a plain key. */
function sorted(value: unknown, arraysAsObjects: boolean): unknown {
  if (typeof value !== 'object' || value === null || isNumberToken(value)) return value;
  if (Array.isArray(value) && !arraysAsObjects) return value.map((item) => sorted(item, false));
  const result: Record<string, unknown> = Object.create(null);
  // Code-unit order, as Array.prototype.sort has it; a locale's order would differ.
  for (const key of Object.keys(value).sort()) result[key] = sorted((value as Record<string, unknown>)[key], arraysAsObjects);
  return result;
}

function escaped(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
