import type { CheckoutView } from '../checkoutView.ts';
import { exact, html, type Content, type Html } from '../html.ts';
import { localeOf, type Language } from '../languages.ts';
import type { Texts } from '../texts/index.ts';

/** The input of every section. */
export interface Page {
  view: CheckoutView;
  texts: Texts;
  language: Language;
  /** `/pay/:token`, without a trailing slash. */
  path: string;
}

/**
 * Values for the placeholders in the sentences of all sections. Amounts keep their digits and direction in every
 * language.
 */
export function sentenceValues({ view, texts }: Page): Record<string, Content> {
  return {
    seen: exact(view.seenAmount ?? '0'),
    requested: exact(view.payAmount ?? ''),
    coin: exact(view.coin),
    network: html`<bdi>${view.network}</bdi>`,
    credited: exact(view.creditedUsd),
    merchant: merchantOf({ view, texts }),
  };
}

export const merchantOf = ({ view, texts }: Pick<Page, 'view' | 'texts'>): Html =>
  html`<bdi>${view.merchant.name ?? texts.someMerchant}</bdi>`;

/**
 * A date and time: in UTC on the server, which does not know the payer's time zone; the browser converts it to
 * local time.
 */
export function moment(iso: string, language: Language): Html {
  return html`<time datetime="${iso}">${momentText(iso, language, 'UTC')}</time>`;
}

/** @param timeZone an IANA zone; undefined is the browser's own */
export function momentText(iso: string, language: Language, timeZone: string | undefined): string {
  return new Intl.DateTimeFormat(localeOf(language), {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(new Date(iso));
}
