import { parseSync } from 'vite';
import { literalOf, textCall } from './collectTexts.ts';
import { type Node, walk } from './walk.ts';

/** Begins each text in the code while it is built, so that its translation can take its place afterwards. */
const MARK = '@text:';

interface Replacement {
  start: number;
  end: number;
  by: string;
}

/** The source with each text of `t` and of `plural` marked; the file's name decides how it is read. */
export function markTexts(file: string, source: string): string {
  const marks: Replacement[] = [];
  walk(parse(file, source), (node) => {
    const literal = textCall(node);
    if (literal === null) return;
    const afterQuote = Number(literal['start']) + 1;
    marks.push({ start: afterQuote, end: afterQuote, by: MARK });
  });
  return replaceAll(source, marks);
}

/** What `translateCode` does with one file of the build. */
export interface Translation {
  /** The translation of a text; of one with plural forms, all of them. */
  find(text: string): string | Record<string, string> | undefined;
  /** Where a file that this one names is, in this language: undefined leaves the name as it is. */
  rename(name: string): string | undefined;
}

/**
 * Built code with its marked texts in another language, and with the names of that language's files.
 * @throws Error when a mark is left, as the page would show it
 */
export function translateCode(file: string, code: string, { find, rename }: Translation): string {
  const replacements: Replacement[] = [];
  const replace = (node: Node, value: unknown) =>
    replacements.push({ start: Number(node['start']), end: Number(node['end']), by: JSON.stringify(value) });
  walk(parse(file, code), (node, ancestors) => {
    const value = literalOf(node);
    if (value === null) return;
    if (!value.startsWith(MARK)) {
      const name = rename(value);
      if (name !== undefined) replace(node, name);
      return;
    }
    const text = value.slice(MARK.length);
    const found = find(text) ?? text;
    if (typeof found === 'string') replace(node, found);
    else replace(formsAround(ancestors), found);
  });
  const translated = replaceAll(code, replacements);
  if (translated.includes(MARK)) throw new Error(`${file} has a marked text that is not a string by itself`);
  return translated;
}

/** `{ one: '…', other: '…' }`, whose `other` is marked. */
function formsAround(ancestors: Node[]): Node {
  const forms = ancestors.findLast(({ type }) => type === 'ObjectExpression');
  if (forms === undefined) throw new Error('plural forms outside of an object');
  return forms;
}

function parse(file: string, code: string): unknown {
  const { program, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0]?.message ?? ''}`);
  return program;
}

/** Places do not overlap. */
function replaceAll(code: string, replacements: Replacement[]): string {
  const pieces: string[] = [];
  let at = 0;
  for (const { start, end, by } of replacements.toSorted((a, b) => a.start - b.start)) {
    pieces.push(code.slice(at, start), by);
    at = end;
  }
  return [...pieces, code.slice(at)].join('');
}
