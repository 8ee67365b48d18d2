import { html } from '../html.ts';
import type { Language } from '../languages.ts';
import { TEXTS } from '../texts/index.ts';
import { document, logoOf, type PageFrame } from './renderPage.ts';

/** Why there is no payment to show. None of them reveals whether the link ever belonged to a payment. */
export type Notice = 'notFound' | 'tooMany' | 'unavailable';

/** A page with one message. */
export function renderNoticePage(
  notice: Notice,
  language: Language,
  { stylesheet, logo }: Pick<PageFrame, 'stylesheet' | 'logo'>,
): string {
  const texts = TEXTS[language];
  const title = texts[`${notice}Title`];
  const text = texts[`${notice}Text`];
  return document(
    { stylesheet, scripts: null, logo },
    language,
    title,
    html``,
    html`<header>${logoOf({ logo })}</header>
<main><div class="column"><div class="card"><h1>${title}</h1><p>${text}</p></div></div></main>`,
  );
}
