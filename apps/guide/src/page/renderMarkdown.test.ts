import { expect, test } from 'vitest';
import { renderMarkdown } from './renderMarkdown.ts';

const source = 'docs/integrate/limits.md';
const render = (markdown: string) => renderMarkdown(`# Title\n\n${markdown}`, source);

test('links between files of the repository become links between pages', () => {
  const { html } = render('[a](errors.md#not_found) [b](../../packages/client/README.md) [c](#here)');
  expect(html).toContain(
    '<a href="errors.html#not_found">a</a> <a href="client.html">b</a> <a href="#here">c</a>',
  );
});

test('a file that has no page is named, not linked', () => {
  const { html } = render('[security](../security.md#limits)');
  expect(html).toContain(
    '<span class="in-repository" title="In the repository: docs/security.md">security</span>',
  );
});

test('headings have the ids that GitHub gives them, and say where they are', () => {
  const { headings } = render('## Orders: `orderId` and `metadata`\n\n## Twice\n\n## Twice');
  expect(headings.map(({ id }) => id)).toEqual(['title', 'orders-orderid-and-metadata', 'twice', 'twice-1']);
});

test('a passage is the text below its heading, as a reader sees it', () => {
  const { passages } = render('Take `a` & **b**, then.\n\n## Next\n\n| x | y |\n| --- | --- |\n| 1 | 2 |');
  expect(passages).toEqual([
    { id: 'title', title: 'Title', text: 'Take a & b, then.' },
    { id: 'next', title: 'Next', text: 'x y 1 2' },
  ]);
});

test('code is text: nothing in it becomes markup', () => {
  const { html } = render('```ts\nconst a = "<script>";\n```\n\n```\n<b>\n```');
  expect(html).not.toMatch(/<script>|<b>/);
  expect(html).toContain('&lt;script&gt;');
});

test.each([
  ['HTML', '<img src=x onerror=alert(1)>'],
  ['an image', '![a](b.png)'],
  ['an unknown language', '```cobol\nx\n```'],
  ['a link to a page that the navigation lacks', '[a](unknown.md)'],
])('%s fails the build', (_what, markdown) => {
  expect(() => render(markdown)).toThrow();
});

test('a page without a title, or with two, fails the build', () => {
  expect(() => renderMarkdown('text', source)).toThrow('one title');
  expect(() => render('# Second')).toThrow('one title');
});
