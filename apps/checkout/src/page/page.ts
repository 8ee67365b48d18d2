import type { CheckoutView } from '../checkoutView.ts';
import { exact, html, type Content, type Html } from '../html.ts';
import { localeOf, type Language } from '../languages.ts';
import type { Texts } from '../texts/en.ts';

/** What every section is made from. */
export interface Page {
  view: CheckoutView;
  texts: Texts;
  language: Language;
  /** `/pay/:token`, without a slash at its end. */
  path: string;
}

/**
 * The values that the sentences of all sections use. Amounts keep their digits and direction in every
 * language.
 */
export function facts({ view, texts }: Page): Record<string, Content> {
  return {
    seen: exact(view.seenAmount ?? '0'),
    asked: exact(view.payAmount ?? ''),
    coin: exact(view.coin),
    network: html`<bdi>${view.network}</bdi>`,
    credited: exact(view.creditedUsd),
    merchant: merchantOf({ view, texts }),
  };
}

export const merchantOf = ({ view, texts }: Pick<Page, 'view' | 'texts'>): Html =>
  html`<bdi>${view.merchant.name ?? texts.someMerchant}</bdi>`;

/**
 * A moment, for people: in UTC as the server writes it, since it does not know where the payer is; the
 * browser puts it into local time.
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
