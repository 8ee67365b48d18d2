import { isNumberToken, parseRewritableJson } from './exactJson.ts';

/** Webhook bodies are three levels deep; a much deeper one is an attack on the recursion below. */
const maximumDepth = 32;

/**
 * The texts that a webhook's signature may cover, the provider's own form first: keys sorted at every level,
 * compact, JavaScript's number format (the signer's numbers are doubles, so ordinary JSON.parse is right
 * here). Also accepted: arrays as `{"0":a,"1":b}` (the result of the provider's documented snippet),
 * non-ASCII text as `\uXXXX`, number tokens as they were written, and the body as it came. Each needs the
 * secret all the same. Null when the body is no JSON, is absurdly deep, or holds a number that no double can
 * (`1e999` would be signed as null).
 */
export function signedForms(body: string): string[] | null {
  const value = parse(body);
  if (value === undefined) return null;
  const serialised = [value, parseRewritableJson(body)].flatMap((source) => [
    JSON.stringify(sorted(source, false)),
    JSON.stringify(sorted(source, true)),
  ]);
  return [...new Set([...serialised, ...serialised.map(escaped), body])];
}

function parse(body: string): unknown {
  try {
    const value: unknown = JSON.parse(body);
    return isOrdinary(value, 0) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isOrdinary(value: unknown, depth: number): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value !== 'object' || value === null) return true;
  return depth < maximumDepth && Object.values(value).every((item) => isOrdinary(item, depth + 1));
}

/** Objects without a prototype: a `__proto__` key in the body stays a plain key. */
function sorted(value: unknown, arraysAsObjects: boolean): unknown {
  if (typeof value !== 'object' || value === null || isNumberToken(value)) return value;
  if (Array.isArray(value) && !arraysAsObjects) return value.map((item) => sorted(item, false));
  const result: Record<string, unknown> = Object.create(null);
  // Code-unit order, as Array.prototype.sort has it; a locale's order would differ.
  for (const key of Object.keys(value).sort())
    result[key] = sorted((value as Record<string, unknown>)[key], arraysAsObjects);
  return result;
}

function escaped(text: string): string {
  return text.replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
