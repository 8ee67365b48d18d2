import { Marked, type Tokens } from 'marked';
import { escapeHtml } from './escapeHtml.ts';
import { highlightCode } from './highlight.ts';
import { resolveLink } from './resolveLink.ts';
import { slugs } from './slugs.ts';

export interface Heading {
  /** 1 to 6. */
  depth: number;
  id: string;
  text: string;
}

/** A part of a page that a search finds: a heading and what follows it. */
interface Passage {
  id: string;
  title: string;
  text: string;
}

export interface RenderedPage {
  title: string;
  html: string;
  headings: Heading[];
  passages: Passage[];
}

/** Renders a Markdown file. @throws Error for links, images and code that the guide cannot show */
export function renderMarkdown(markdown: string, source: string): RenderedPage {
  const slugOf = slugs();
  const headings: Heading[] = [];
  const marked = new Marked({ gfm: true });
  marked.use({
    renderer: {
      heading({ tokens, depth }) {
        const html = this.parser.parseInline(tokens);
        const text = plain(html);
        const heading = { depth, id: slugOf(text), text };
        headings.push(heading);
        const anchor =
          depth === 1
            ? ''
            : ` <a class="anchor" href="#${heading.id}" aria-label="Link to this section: ${escapeHtml(text)}">#</a>`;
        return `<h${depth} id="${heading.id}">${html}${anchor}</h${depth}>\n`;
      },
      link({ href, tokens }) {
        return linkHtml(href, this.parser.parseInline(tokens), source);
      },
      code: ({ text, lang = '' }) => highlightCode(text, lang),
      table(token) {
        return tableHtml(token, (tokens) => this.parser.parseInline(tokens));
      },
      image: ({ href }) => {
        throw new Error(`${source}: the guide shows no images (${href})`);
      },
      // Comments, such as the marks of generated parts.
      html: ({ text }) => {
        if (/^\s*<!--.*-->\s*$/s.test(text)) return '';
        throw new Error(`${source}: HTML in Markdown: ${text}`);
      },
    },
  });
  const html = marked.parse(markdown, { async: false });
  const [first] = headings;
  if (first?.depth !== 1 || headings.filter(({ depth }) => depth === 1).length !== 1)
    throw new Error(`${source} must begin with its one title`);
  return { title: first.text, html, headings, passages: passagesOf(html, headings) };
}

function linkHtml(href: string, text: string, source: string): string {
  const target = resolveLink(href, source);
  switch (target.kind) {
    case 'guide':
      return `<a href="${escapeHtml(target.href)}">${text}</a>`;
    case 'web':
      return `<a href="${escapeHtml(target.href)}" rel="noreferrer">${text}</a>`;
    case 'repository':
      return `<span class="in-repository" title="In the repository: ${escapeHtml(target.path)}">${text}</span>`;
  }
}

/**
 * A table that scrolls by itself where it is wider than the screen. On a phone each cell is a line with the name of
 * its column, so the roles are named: a browser forgets them when the style changes.
 */
function tableHtml(
  { header, rows }: Tokens.Table,
  inline: (tokens: Tokens.TableCell['tokens']) => string,
): string {
  const columns = header.map(({ tokens }) => inline(tokens));
  const head = columns.map((column) => `<th role="columnheader">${column}</th>`).join('');
  const body = rows.map((row) => {
    const cells = row.map(
      ({ tokens }, index) =>
        `<td role="cell" data-label="${escapeHtml(plain(columns[index] ?? ''))}">${inline(tokens)}</td>`,
    );
    return `<tr role="row">${cells.join('')}</tr>`;
  });
  return `<div class="table" tabindex="0"><table role="table"><thead role="rowgroup"><tr role="row">${head}</tr></thead><tbody role="rowgroup">${body.join('\n')}</tbody></table></div>\n`;
}

/** What stands between each heading and the next. */
function passagesOf(html: string, headings: readonly Heading[]): Passage[] {
  const parts = html.split(/<h[1-6] id="[^"]*">.*?<\/h[1-6]>/s).slice(1);
  return headings.map(({ id, text }, index) => ({ id, title: text, text: plain(parts[index] ?? '') }));
}

/** The text of HTML, as a reader sees it. */
const plain = (html: string) =>
  html
    .replaceAll(/<\/?(a|code|em|span|strong)\b[^>]*>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
    .replaceAll(/\s+/g, ' ')
    .trim();
