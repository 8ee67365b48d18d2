/** Arrays and objects inside each other; the inputs of the desk need five. */
export const MAX_DEPTH = 40;

/** Strings, punctuation and numbers of a text that is valid JSON. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[[\]{},:]|-?\d[\d.eE+-]*/g;

/** An open array or object. */
interface Level {
  /** Null in an array. */
  keys: Set<string> | null;
  /** The key or index of the present value. */
  at: string | number;
}

/**
 * What is wrong with a JSON text, or null. Refuses what parsers read differently or change silently: a key that
 * occurs twice, `__proto__`, numbers that a float cannot hold, text that is no valid Unicode or contains NUL.
 * One pass over the text.
 */
export function jsonProblem(text: string): string | null {
  try {
    JSON.parse(text);
  } catch {
    return 'this is not valid JSON';
  }
  const levels: Level[] = [];
  let isKey = false;
  for (const [token] of text.matchAll(TOKENS)) {
    const level = levels.at(-1);
    switch (token[0]) {
      case '{':
      case '[':
        if (levels.length >= MAX_DEPTH) return `more than ${MAX_DEPTH} levels of nesting`;
        isKey = token === '{';
        levels.push(isKey ? { keys: new Set(), at: '' } : { keys: null, at: 0 });
        break;
      case '}':
      case ']':
        levels.pop();
        isKey = false;
        break;
      case ':':
        isKey = false;
        break;
      case ',':
        isKey = level?.keys != null;
        if (level !== undefined && typeof level.at === 'number') level.at += 1;
        break;
      case '"': {
        const problem = textProblem(token) ?? (isKey ? keyProblem(token, level) : null);
        if (problem !== null) return `${problem}${placeOf(isKey ? levels.slice(0, -1) : levels)}`;
        break;
      }
      default:
        if (!isExact(token))
          return `the number ${token.slice(0, 40)} loses precision: send it as a string${placeOf(levels)}`;
    }
  }
  return null;
}

const valueOf = (token: string) =>
  token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);

function textProblem(token: string): string | null {
  const value = valueOf(token);
  if (!value.isWellFormed()) return 'the text contains half of a surrogate pair, which is no valid Unicode';
  return value.includes('\0') ? 'the text contains the character NUL' : null;
}

function keyProblem(token: string, level: Level | undefined): string | null {
  const key = valueOf(token);
  if (key === '__proto__') return 'the field “__proto__” is not accepted';
  if (level?.keys?.has(key) === true) return `the field ${JSON.stringify(key.slice(0, 100))} is given twice`;
  level?.keys?.add(key);
  if (level !== undefined) level.at = key;
  return null;
}

/** Whether the number that programs read is the one that was written. */
function isExact(token: string): boolean {
  const value = Number(token);
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return false;
  return digitsOf(token) === digitsOf(String(value));
}

/** The significant digits, without sign, point, exponent and outer zeros. */
const digitsOf = (number: string) =>
  number.replace(/e.*$/i, '').replaceAll(/[-.]/g, '').replace(/^0+/, '').replace(/0+$/, '');

/** ` (at filter.userId)`; nothing at the top. */
function placeOf(levels: readonly Level[]): string {
  const path = levels.map(({ at }) => at).join('.');
  return path === '' ? '' : ` (at ${path.slice(0, 200)})`;
}
