import { parseSync } from 'vite';
import { type Node, walk } from './walk.ts';

/** Texts of the server and functions that write amounts in English. */
const ENGLISH = /^(amountDisplay|balanceDisplay|usdDisplay|signedUsdDisplay|groupedUsd)$/;
/** Names of amounts as the server sends them. */
const AMOUNT = /^(amount|\w+(Amount|AmountEstimate|Usd|Percent))$/;

/**
 * The amounts of a file that are shown as they were received, in a template, in an element or as a value of a text,
 * and what writes them in English whatever the page's language is.
 *
 * @throws Error when the file cannot be parsed
 */
export function readShownAmounts(file: string, source: string): string[] {
  const { program, errors } = parseSync(file, source);
  if (errors.length > 0) throw new Error(`${file} cannot be read: ${errors[0]?.message ?? ''}`);
  const found = new Set<string>();
  const keep = (node: Node) =>
    found.add(`${source.slice(0, Number(node['start'])).split('\n').length} ${nameOf(node) ?? ''}`);
  walk(program, (node, ancestors) => {
    if (node['type'] === 'Identifier' && ENGLISH.test(String(node['name']))) keep(node);
    for (const shown of shownIn(node, ancestors)) if (AMOUNT.test(nameOf(shown) ?? '')) keep(shown);
  });
  return [...found];
}

/** What a node puts on the page as it is. */
function shownIn(node: Node, ancestors: Node[]): Node[] {
  if (node['type'] === 'TemplateLiteral') return (node['expressions'] as Node[]).flatMap(resultsOf);
  if (node['type'] === 'JSXExpressionContainer')
    return /^JSX(Element|Fragment)$/.test(String(ancestors.at(-1)?.['type']))
      ? resultsOf(node['expression'] as Node).filter(({ type }) => type === 'MemberExpression')
      : [];
  if (node['type'] !== 'CallExpression' || !/^(t|plural)$/.test(nameOf(node['callee'] as Node) ?? ''))
    return [];
  return (node['arguments'] as Node[])
    .filter(({ type }) => type === 'ObjectExpression')
    .flatMap((values) => values['properties'] as Node[])
    .filter(({ value }) => (value as Node | undefined)?.['type'] === 'MemberExpression')
    .map(({ value }) => value as Node);
}

/** The values that an expression can have: of `a ?? b` both, of `a ? b : c` the last two. */
function resultsOf(node: Node): Node[] {
  if (node['type'] === 'ConditionalExpression')
    return [node['consequent'], node['alternate']].flatMap((one) => resultsOf(one as Node));
  if (node['type'] !== 'LogicalExpression') return [node];
  const results = node['operator'] === '&&' ? [node['right']] : [node['left'], node['right']];
  return results.flatMap((one) => resultsOf(one as Node));
}

/** Of a variable its name, of a property the last one. */
function nameOf(node: Node): string | null {
  if (node['type'] === 'Identifier') return String(node['name']);
  return node['type'] === 'MemberExpression' ? nameOf(node['property'] as Node) : null;
}
