import { isFinal } from '../checkoutView.ts';
import { exact, html, Html, formatHtml, scriptJson } from '../html.ts';
import { directionOf, type Language, LANGUAGE_NAMES, LANGUAGES } from '../languages.ts';
import { TEXTS } from '../texts/index.ts';
import type { Page } from './page.ts';
import { renderSections, SECTIONS, titleText } from './renderSections.ts';

/** Seconds between reloads of a page without a script, while the payment can still change. */
const RELOAD_SECONDS = 20;

export interface PageFrame {
  /** CSS that goes into the page; the server allows it by its hash. */
  stylesheet: string;
  /** The built script and what it will load; null without a build: the page works without it. */
  scripts: { main: string; preload: string[] } | null;
  /** The path of the merchant's logo; null: none. */
  logo: string | null;
  /** The server's time; the deadline does not depend on the payer's clock, which may be wrong. */
  now: Date;
  /** A message at the top: the result of "I have paid" without a script. */
  notice?: string;
}

/** The whole page as the server sends it: complete and readable before, or without, any script. */
export function renderPage(page: Omit<Page, 'texts'>, frame: PageFrame): string {
  const full: Page = { ...page, texts: TEXTS[page.language] };
  const { view, texts, language, path } = full;
  const sections = renderSections(full);
  const merchant = view.merchant.name === null ? null : html`<bdi>${view.merchant.name}</bdi>`;
  const section = (name: (typeof SECTIONS)[number]) =>
    html`<section id="${name}">${new Html(sections[name])}</section>`;
  return document(
    frame,
    language,
    titleText(full),
    reload(full, frame) ?? html``,
    html`<header>
<div class="merchant">${logoOf(frame)}<span>${merchant === null ? texts.payment : formatHtml(texts.payTo, { merchant })}</span></div>
<div class="total">${exact(`${view.amountUsd} USD`)}</div>
</header>
<main data-path="${path}" data-now="${frame.now.toISOString()}">
${view.simulated && html`<p class="note warn simulator">${texts.simulator}</p>`}
<p id="connection" class="note warn" role="status" hidden></p>
<p id="notice" class="note" role="status"${frame.notice === undefined && html` hidden`}>${frame.notice}</p>
<div class="column">${section('status')}${section('pay')}${section('actions')}${reloadHint(full, frame)}</div>
<div class="column">${section('next')}${section('details')}</div>
<p id="announce" class="unseen" role="status"></p>
</main>
${languageLinks(path, language)}
<script type="application/json" id="view">${scriptJson(view)}</script>`,
  );
}

function reload({ view, language, path }: Page, { scripts }: PageFrame): Html | null {
  if (isFinal(view)) return null;
  // With an explicit address, so that a reload drops the result of an earlier "I have paid".
  const tag = html`<meta http-equiv="refresh" content="${RELOAD_SECONDS};url=${path}?lang=${language}">`;
  return scripts === null ? tag : html`<noscript>${tag}</noscript>`;
}

function reloadHint({ view, texts }: Page, { scripts }: PageFrame): Html | null {
  if (isFinal(view)) return null;
  const hint = html`<p class="hint">${formatHtml(texts.reloads, { seconds: RELOAD_SECONDS })}</p>`;
  return scripts === null ? hint : html`<noscript>${hint}</noscript>`;
}

/** The name stands beside it, so that screen readers have nothing to read here. */
export const logoOf = ({ logo }: Pick<PageFrame, 'logo'>): Html | null =>
  logo === null ? null : html`<img class="logo" src="${logo}" alt="">`;

/** The document around any page of the checkout. */
export function document(
  frame: Pick<PageFrame, 'stylesheet' | 'scripts' | 'logo'>,
  language: Language,
  title: string,
  head: Html,
  body: Html,
): string {
  const { scripts } = frame;
  return html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}"${scripts === null && html` class="scriptless"`}>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="robots" content="noindex">
<title>${title}</title>
<link rel="icon" href="${frame.logo ?? 'data:,'}">
<style>${new Html(frame.stylesheet)}</style>
${head}${scripts !== null && scriptTags(scripts)}
</head>
<body>
${body}
</body>
</html>
`.text;
}

const scriptTags = ({ main, preload }: NonNullable<PageFrame['scripts']>): Html =>
  html`${preload.map((path) => html`<link rel="modulepreload" href="${path}">`)}<script
type="module" src="${main}"></script>`;

function languageLinks(path: string, current: Language): Html {
  const links = LANGUAGES.map((language) => link(path, language, language === current));
  return html`<nav class="languages" aria-label="${TEXTS[current].chooseLanguage}">${links}</nav>`;
}

function link(path: string, language: Language, isCurrent: boolean): Html {
  const current = isCurrent && html` aria-current="true"`;
  return html`<a href="${path}?lang=${language}" lang="${language}" hreflang="${language}"${current}>${
    LANGUAGE_NAMES[language]
  }</a> `;
}
