import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import { type Node, walk } from './walk.ts';
import type { Catalog } from '../src/texts/translate.ts';

const SOURCE = join(import.meta.dirname, '../src');

/** A text of the app: where it is used, and its English plural forms if it has them. */
export interface Text {
  text: string;
  one: string | null;
  file: string;
}

/** Words on the page that no translation reaches. */
interface Untranslated {
  file: string;
  line: number;
  text: string;
}

interface Found {
  texts: Text[];
  untranslated: Untranslated[];
}

/** Reads every source file: the texts given to `t` and `plural`, and those that people see and are given to neither. */
export function collectTexts(): Found {
  const files = globSync('**/*.{ts,tsx}', { cwd: SOURCE }).filter(
    (file) => !/\.test\.tsx?$|\.fixture\.ts$|^texts\//.test(file),
  );
  const found = files.toSorted().map((file) => readTexts(file, readFileSync(join(SOURCE, file), 'utf8')));
  return {
    texts: found.flatMap(({ texts }) => texts),
    untranslated: found.flatMap(({ untranslated }) => untranslated),
  };
}

/**
 * The texts of one file.
 * @throws Error when it cannot be parsed, or when a text is not written out
 */
export function readTexts(file: string, source: string): Found {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0]?.message ?? ''}`);
  const found: Found = { texts: [], untranslated: [] };
  // Looks are written in words, and people see none of them.
  const isLook = file.startsWith('theme/');
  walk(program, (node, ancestors) => {
    const given = textOf(node);
    if (given) found.texts.push({ ...given, file });
    const text = isLook ? null : wordsOf(node, ancestors);
    const line = source.slice(0, Number(node['start'])).split('\n').length;
    if (text !== null) found.untranslated.push({ file, line, text });
  });
  return found;
}

/** What a catalog lacks: each text by itself, or its forms in English. */
export function missingFrom(catalog: Catalog, texts: Text[]): Catalog {
  const missing = texts.filter(
    ({ text, one }) => typeof catalog[text] !== (one === null ? 'string' : 'object'),
  );
  return Object.fromEntries(
    missing.map(({ text, one }) => [text, one === null ? text : { one, other: text }]),
  );
}

/** `t('…')` or `plural(n, { one: '…', other: '…' })`; another argument than a literal is a mistake. */
function textOf(node: Node): { text: string; one: string | null } | null {
  const literal = textCall(node);
  if (literal === null) return null;
  const forms = formsOf(node);
  return { text: writtenOut(literal), one: forms === null ? null : writtenOut(forms.get('one')) };
}

/** Of a call of `t` or `plural` what holds its text: of plural forms, the `other`; null for any other node. */
export function textCall(node: Node): Node | null {
  if (node['type'] !== 'CallExpression') return null;
  const callee = node['callee'] as Node;
  const name = callee['type'] === 'Identifier' ? callee['name'] : null;
  if (name !== 't' && name !== 'plural') return null;
  const literal = formsOf(node)?.get('other') ?? (node['arguments'] as Node[])[0];
  writtenOut(literal);
  return literal ?? null;
}

/** The forms given to `plural` by their names; null for another call. */
function formsOf(call: Node): Map<unknown, Node> | null {
  if ((call['callee'] as Node)['name'] !== 'plural') return null;
  const [, forms] = call['arguments'] as Node[];
  const properties = (forms?.['properties'] ?? []) as Node[];
  return new Map(properties.map((one) => [(one['key'] as Node)['name'], one['value'] as Node]));
}

function writtenOut(node: Node | undefined): string {
  const text = node === undefined ? null : literalOf(node);
  if (text === null) throw new Error(`a text that is not written out: ${JSON.stringify(node).slice(0, 200)}`);
  return text;
}

/** The value of a string, or of a template without values in it; null for any other node. */
export function literalOf(node: Node): string | null {
  if (node['type'] === 'Literal' && typeof node['value'] === 'string') return node['value'];
  const [quasi, ...others] = (node['type'] === 'TemplateLiteral' ? node['quasis'] : []) as {
    value: { cooked: string };
  }[];
  return quasi && others.length === 0 ? quasi.value.cooked : null;
}

/** Attributes and properties that hold no words for people, whatever they contain. */
const UNSPOKEN =
  /^(sx|className|style|component|variant|color|d|viewBox|to|href|src|key|id|role|type|autoComplete|rel|target|font\w+|grid\w+|border\w*|boxShadow|transition|animation|aria-keyshortcuts|background\w*|data-.*)$/;
/** Attributes and properties that hold nothing else: one small word is a text there. */
const SPOKEN =
  /^(label|title|hint|helperText|heading|none|unit|render|placeholder|alt|what|text|message|summary|description|caption|done|confirm\w*|empty\w*|\w+(Label|Title|Text|Hint|Message)|aria-(label|roledescription|description|valuetext))$/;
const HAS_WORD = /\p{L}{2}/u;
/** Words with a space, or one word that begins with a capital letter, as labels do: `POST` and `id` are codes. */
const IS_SENTENCE = /^\p{Lu}\p{Ll}+[.…?!:]?$|\p{L}.*\s.*\p{L}|\p{Ll}{2}.*\s|\s.*\p{Ll}{2}/su;
/** Selectors, media queries, and names such as `paydesk-live 7`. */
const IS_CODE = /\[[\w-]+=|^\([\w-]+: |^[.#][\w-]+ |^[a-z]+(-[a-z]+)+ …$/;
/** The language's own errors, and patterns; what the app's own errors say is shown to people. */
const FOR_PROGRAMMERS = /^((Range|Type|Syntax)?Error|RegExp|Intl)$/;
/** Names of products are the same in every language. */
const PRODUCTS = /\b(Paydesk|Edge|Opera|Firefox|ChromeOS|Chrome|Safari|Android|Windows|Linux)\b/g;

function wordsOf(node: Node, ancestors: Node[]): string | null {
  const parent = ancestors.at(-1);
  if (node['type'] === 'JSXText') {
    const text = String(node['value']).replaceAll(/\s+/g, ' ').trim();
    return HAS_WORD.test(text.replaceAll(PRODUCTS, '')) ? text : null;
  }
  const pieces = piecesOf(node);
  if (pieces === null || parent === undefined || isName(node, parent)) return null;
  const text = pieces.join('…');
  const isShown = isSpoken(node, ancestors)
    ? HAS_WORD.test(text.replaceAll(PRODUCTS, ''))
    : IS_SENTENCE.test(text) || (pieces.length > 1 && pieces.some(isWordAmongValues));
  if (!isShown || IS_CODE.test(text) || !HAS_WORD.test(text.replaceAll(PRODUCTS, ''))) return null;
  return ancestors.some(isUnspoken) ? null : text;
}

/** Of a string its value, of a template what is between its values. */
function piecesOf(node: Node): string[] | null {
  if (node['type'] === 'Literal' && typeof node['value'] === 'string') return [node['value']];
  if (node['type'] !== 'TemplateLiteral') return null;
  return (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked);
}

/** `${count} rows`: a word with a space to the value beside it; `${time} UTC` is the same everywhere. */
const isWordAmongValues = (piece: string) => /\p{L}\p{Ll}/u.test(piece) && /\s/.test(piece);

/** Modules, keys and types are named by strings, and states compared with them. */
function isName(node: Node, parent: Node): boolean {
  const type = String(parent['type']);
  if (/^(Import|Export|TSLiteralType)/.test(type)) return true;
  if (type === 'Property' || type === 'SwitchCase')
    return parent['value'] !== node && parent['argument'] !== node;
  return type === 'MemberExpression';
}

/**
 * Shown as it is: in an element, as the value of an attribute or property for people, beside a text in the same
 * choice (`n === 0 ? 'none' : t('{n} rows', { n })`), or after a text in the same pair of label and value.
 */
function isSpoken(node: Node, ancestors: Node[]): boolean {
  const path = [...ancestors, node];
  const last = path.findLastIndex((one, index) => !passesOn(one, path[index + 1]));
  const choices = path
    .slice(last + 1)
    .flatMap((one) => [one['consequent'], one['alternate'], one['left'], one['right']]);
  if (choices.some((one) => isText(one))) return true;
  const place = path[last];
  if (place === undefined) return false;
  if (/^JSX(Element|Fragment)$/.test(String(place['type']))) return true;
  if (place['type'] === 'ArrayExpression') return isText((place['elements'] as unknown[])[0]);
  return SPOKEN.test(nameOf(place) ?? '');
}

/** `a ? b : c` and `a || b` pass their value on, but not their test; so do braces, and functions of one expression. */
function passesOn(one: Node, child: Node | undefined): boolean {
  const type = String(one['type']);
  if (child === undefined || type === 'JSXExpressionContainer' || type === 'LogicalExpression') return true;
  if (type === 'ParenthesizedExpression') return true;
  if (type === 'ConditionalExpression') return one['test'] !== child;
  return type === 'ArrowFunctionExpression' && one['body'] === child;
}

const isText = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'type' in value && textOf(value as Node) !== null;

const nameOf = (node: Node): string | null => {
  if (node['type'] === 'JSXAttribute') return nameIn(node['name'] as Node);
  if (node['type'] !== 'Property') return null;
  return nameIn(node['key'] as Node);
};

/** Of an identifier, or of a key in quotes. */
function nameIn(node: Node): string {
  const name = node['name'] ?? node['value'];
  return typeof name === 'string' ? name : '';
}

/** Errors for programmers, patterns, comparisons, style sheets and looks hold no texts, nor does what is given to `t`. */
function isUnspoken(node: Node): boolean {
  const type = String(node['type']);
  const name = nameOf(node);
  if (name !== null) return UNSPOKEN.test(name);
  if (type === 'TaggedTemplateExpression') return true;
  if (type === 'NewExpression') return isForPrograms(node['callee'] as Node);
  if (type === 'BinaryExpression') return /^([!=]==?|in)$/.test(String(node['operator']));
  if (type === 'CallExpression' && isSearch(node['callee'] as Node)) return true;
  return textOf(node) !== null;
}

/** Also the options of `Intl`, which name units and styles. */
const isForPrograms = ({ name, object }: Node): boolean =>
  FOR_PROGRAMMERS.test(String(name ?? (object as Node | undefined)?.['name']));

/** `message.startsWith('…')` and its like compare, as `===` does: a translation there would never match. */
const isSearch = ({ property }: Node): boolean =>
  property !== undefined && /^(startsWith|endsWith|includes|indexOf)$/.test(nameIn(property as Node));
