import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'vite';
import type { Catalog } from '../src/texts/translate.ts';

const SOURCE = join(import.meta.dirname, '../src');

/** A text of the app: where it is used, and its English plural forms if it has them. */
export interface Text {
  text: string;
  one: string | null;
  file: string;
}

/** Words on the page that no translation reaches. */
export interface Untranslated {
  file: string;
  line: number;
  text: string;
}

/** Reads every source file: the texts given to `t` and `plural`, and those in elements that are given to neither. */
export function collectTexts(): { texts: Text[]; untranslated: Untranslated[] } {
  const texts: Text[] = [];
  const untranslated: Untranslated[] = [];
  const files = globSync('**/*.{ts,tsx}', { cwd: SOURCE }).filter(
    (file) => !/\.test\.tsx?$|\.fixture\.ts$|^texts\//.test(file),
  );
  for (const file of files.toSorted()) {
    const source = readFileSync(join(SOURCE, file), 'utf8');
    const { program, errors } = parseSync(file, source);
    if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0]?.message ?? ''}`);
    walk(program, (node, ancestors) => {
      const found = textOf(node);
      if (found) texts.push({ ...found, file });
      const words = wordsOf(node, ancestors);
      if (words !== null)
        untranslated.push({
          file,
          line: source.slice(0, Number(node['start'])).split('\n').length,
          text: words,
        });
    });
  }
  return { texts, untranslated };
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

type Node = Record<string, unknown>;

function walk(node: unknown, visit: (node: Node, ancestors: Node[]) => void, ancestors: Node[] = []): void {
  if (Array.isArray(node)) {
    for (const child of node) walk(child, visit, ancestors);
    return;
  }
  if (typeof node !== 'object' || node === null) return;
  const current = node as Node;
  if (typeof current['type'] === 'string') visit(current, ancestors);
  for (const [key, child] of Object.entries(current))
    if (key !== 'parent') walk(child, visit, [...ancestors, current]);
}

/** `t('…')` or `plural(n, { one: '…', other: '…' })`; another argument than a literal is a mistake. */
function textOf(node: Node): { text: string; one: string | null } | null {
  if (node['type'] !== 'CallExpression') return null;
  const callee = node['callee'] as Node;
  const name = callee['type'] === 'Identifier' ? callee['name'] : null;
  const [first, second] = node['arguments'] as Node[];
  if (name === 't') return { text: literal(first), one: null };
  if (name !== 'plural') return null;
  const forms = new Map(
    ((second?.['properties'] ?? []) as Node[]).map((property) => [
      (property['key'] as Node)['name'],
      literal(property['value'] as Node),
    ]),
  );
  return { text: forms.get('other') ?? '', one: forms.get('one') ?? '' };
}

function literal(node: Node | undefined): string {
  if (node?.['type'] === 'Literal' && typeof node['value'] === 'string') return node['value'];
  const [quasi, ...others] = (node?.['type'] === 'TemplateLiteral' ? node['quasis'] : []) as {
    value: { cooked: string };
  }[];
  if (quasi && others.length === 0) return quasi.value.cooked;
  throw new Error(`a text that is not written out: ${JSON.stringify(node).slice(0, 200)}`);
}

/** Attributes that hold no words for people, whatever they contain. */
const UNSPOKEN =
  /^(sx|className|style|component|variant|color|d|viewBox|to|href|src|key|id|role|type|autoComplete|rel|target|data-.*)$/;
const HAS_WORD = /\p{L}{2}/u;
/** A sentence, or one word that begins with a capital letter, as labels do. */
const IS_SENTENCE = /^\p{Lu}\p{L}+[.…?!:]?$|\p{L}.*\s.*\p{L}/su;

/** Errors for programmers, identifiers of modules, and patterns are no texts. */
const SKIPPED = new Set([
  'ImportDeclaration',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'TSLiteralType',
  'ImportExpression',
]);

function wordsOf(node: Node, ancestors: Node[]): string | null {
  const parent = ancestors.at(-1);
  if (node['type'] === 'JSXText') {
    const text = String(node['value']).replaceAll(/\s+/g, ' ').trim();
    return HAS_WORD.test(text) ? text : null;
  }
  const text =
    node['type'] === 'Literal' && typeof node['value'] === 'string'
      ? node['value']
      : node['type'] === 'TemplateLiteral'
        ? (node['quasis'] as { value: { cooked: string } }[]).map(({ value }) => value.cooked).join('…')
        : null;
  if (text === null || !IS_SENTENCE.test(text)) return null;
  if (parent?.['type'] === 'Property' && parent['key'] === node) return null;
  return ancestors.some(isUnspoken) ? null : text;
}

function isUnspoken(node: Node): boolean {
  const type = String(node['type']);
  if (SKIPPED.has(type)) return true;
  if (type === 'JSXAttribute') return UNSPOKEN.test(String((node['name'] as Node)['name'] ?? ''));
  if (type === 'NewExpression') return ['Error', 'RegExp'].includes(String((node['callee'] as Node)['name']));
  if (type === 'BinaryExpression') return /^[!=]==?$/.test(String(node['operator']));
  if (type === 'SwitchCase' || type === 'TSTypeAliasDeclaration' || type === 'TSInterfaceDeclaration')
    return false;
  return textOf(node) !== null;
}
