import { type GuidePage, NAVIGATION, PAGES } from '../navigation.ts';
import { escapeHtml } from './escapeHtml.ts';
import type { Heading, RenderedPage } from './renderMarkdown.ts';

/** The addresses of the built files, from a page. */
export interface Assets {
  styles: string;
  theme: string;
  script: string;
  /** Read when the search is used first. */
  searchIndex: string;
}

/** Where a desk serves the guide. */
export const GUIDE_PATH = '/docs/guide/';

/** A whole page. Everything in it comes from the site itself; without scripts all but search and copying works. */
export function pageHtml(page: GuidePage, { title, html, headings }: RenderedPage, assets: Assets): string {
  return documentHtml({ title: page.name === 'index' ? title : `${title} · Paydesk`, assets }, [
    navigation(page.name),
    `<main id="content"><article>${html}</article>${neighbours(page)}</main>`,
    outline(headings),
  ]);
}

/** What is shown at an address that has no page, however deep: its own links begin at the root of the desk. */
export function notFoundHtml(assets: Assets): string {
  const html = documentHtml({ title: 'No such page · Paydesk', assets }, [
    navigation(null),
    `<main id="content"><article><h1>No such page</h1>
<p>The guide has no page at this address. Begin with the <a href="index.html">overview</a>, or search.</p></article></main>`,
  ]);
  return html.replaceAll(/ (href|src|data-search-index)="(?![/#]|data:)/g, ` $1="${GUIDE_PATH}`);
}

function documentHtml({ title, assets }: { title: string; assets: Assets }, parts: string[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${assets.styles}">
<script src="${assets.theme}"></script>
<script type="module" src="${assets.script}" data-search-index="${assets.searchIndex}"></script>
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header>
<a class="brand" href="index.html"><strong>Paydesk</strong> Guide</a>
<div class="tools">
<div class="search" role="search" hidden>
<input type="search" id="search" placeholder="Search" aria-label="Search the guide" aria-keyshortcuts="/"
 role="combobox" aria-expanded="false" aria-controls="results" aria-autocomplete="list" autocomplete="off">
<div id="results" role="listbox" aria-label="Results" hidden></div>
<p class="hidden-text" role="status" id="search-status"></p>
</div>
<a href="/docs">API reference</a>
<button type="button" id="theme" hidden></button>
</div>
</header>
<div class="layout">
${parts.join('\n')}
</div>
</body>
</html>
`;
}

/** On a wide screen always open, by its style; on a phone it opens without a script. */
function navigation(current: string | null): string {
  const sections = NAVIGATION.map(({ title, pages }) => {
    const items = pages.map(
      ({ name, title: text }) =>
        `<li><a href="${name}.html"${name === current ? ' aria-current="page"' : ''}>${escapeHtml(text)}</a></li>`,
    );
    return `<h2>${title}</h2><ul>${items.join('')}</ul>`;
  });
  return `<nav class="pages" aria-label="Pages"><details><summary>All pages</summary>${sections.join('')}</details></nav>`;
}

function outline(headings: readonly Heading[]): string {
  const shown = headings.filter(({ depth }) => depth === 2 || depth === 3);
  if (shown.length < 2) return '';
  const items = shown.map(
    ({ depth, id, text }) => `<li class="depth-${depth}"><a href="#${id}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="outline" aria-label="On this page"><h2>On this page</h2><ul>${items.join('')}</ul></nav>`;
}

function neighbours(page: GuidePage): string {
  const index = PAGES.indexOf(page);
  const link = (neighbour: GuidePage | undefined, label: string, rel: string) =>
    neighbour === undefined
      ? '<span></span>'
      : `<a rel="${rel}" href="${neighbour.name}.html"><small>${label}</small>${escapeHtml(neighbour.title)}</a>`;
  return `<nav class="neighbours" aria-label="Next and previous page">${link(PAGES[index - 1], 'Previous', 'prev')}${link(PAGES[index + 1], 'Next', 'next')}</nav>`;
}
