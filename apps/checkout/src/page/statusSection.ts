import { html, formatHtml, type Html } from '../html.ts';
import { moment, type Page } from './page.ts';
import { leadParagraphs, displayOf } from './statusTexts.ts';

/** The first thing that a payer reads: the payment's status and what to do. */
export function statusSection(page: Page): Html {
  const { view, texts } = page;
  const { tone, head } = displayOf(view);
  return html`<div class="status ${tone}">${icons[tone]}<div>
<h1>${texts[head]}</h1>
${view.state === 'waiting' && view.expiresAt !== null && deadline(page, view.expiresAt)}
${leadParagraphs(page).map((paragraph) => html`<p>${paragraph}</p>`)}
</div></div>`;
}

/** The provider's deadline. The browser counts down in the second span. */
function deadline({ texts, language }: Page, expiresAt: string): Html {
  const before = formatHtml(texts.payBefore, { time: moment(expiresAt, language) });
  return html`<p class="deadline"><span>${before}</span>
<span role="timer" class="countdown" data-until="${expiresAt}"></span></p>`;
}

const icon = (path: Html) =>
  html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor"
stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><circle cx="12" cy="12" r="10"/>${path}</svg>`;

const icons = {
  wait: icon(html`<path d="M12 6.5V12l3.5 2"/>`),
  work: icon(html`<path class="turning" d="M7.5 12a4.5 4.5 0 1 1 1.6 3.4M7 17.6v-2.7h2.7"/>`),
  good: icon(html`<path d="m7.5 12.5 3 3 6-6.5"/>`),
  warn: icon(html`<path d="M12 7v6m0 3.5v.01"/>`),
  stop: icon(html`<path d="M8 12h8"/>`),
};
