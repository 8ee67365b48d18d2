import { expect, test } from 'vitest';
import { exact, html, formatHtml, formatText, scriptJson } from './html.ts';

test('values are escaped, in elements and in attributes', () => {
  expect(html`<a title="${'"><script>'}">${"<b>&'"}</a>`.text).toBe(
    '<a title="&quot;&gt;&lt;script&gt;">&lt;b&gt;&amp;&#39;</a>',
  );
});

test('HTML and lists are not escaped, and empty values add nothing', () => {
  expect(html`<p>${[html`<i>1</i>`, 2, null, false, undefined]}</p>`.text).toBe('<p><i>1</i>2</p>');
});

test('values in a sentence are escaped, and an unknown placeholder adds nothing', () => {
  expect(formatHtml('{who} owes {amount}{x}', { who: '<Tom>', amount: exact('5') }).text).toBe(
    '&lt;Tom&gt; owes <bdi dir="ltr" class="exact">5</bdi>',
  );
  expect(formatText('{who}: {x}.', { who: '$&' })).toBe('$&: .');
});

test('data for the script cannot close its element', () => {
  const text = scriptJson({ name: '</script><!--' }).text;
  expect(text).not.toContain('<');
  expect(JSON.parse(text)).toEqual({ name: '</script><!--' });
});
