import type { CheckoutState } from '../checkoutView.ts';
import { html, formatHtml, type Html } from '../html.ts';
import { merchantOf, type Page } from './page.ts';

/** States in which money may still arrive, so that another check makes sense. */
const CHECKABLE: readonly CheckoutState[] = [
  'waiting',
  'seen',
  'confirmed',
  'partial',
  'expired',
  'cancelled',
  'failed',
];

/** The button "I have paid", a plain form that needs no script, and the link back to the merchant. */
export function actionsSection(page: Page): Html {
  const { view, texts, language, path } = page;
  const canCheck = CHECKABLE.includes(view.state) && view.address !== null;
  const check = view.state === 'waiting' ? texts.iHavePaid : texts.lookAgain;
  return html`${
    canCheck &&
    html`<form id="check" method="post" action="${path}/check?lang=${language}"><button class="button" type="submit">${
      check
    }</button></form>`
  }${view.merchant.url !== null && backLink(page, view.merchant.url, canCheck ? 'button quiet' : 'button')}`;
}

function backLink(page: Page, url: string, style: string): Html {
  const { view, texts } = page;
  const label =
    view.merchant.name === null ? texts.back : formatHtml(texts.backTo, { merchant: merchantOf(page) });
  return html`<a class="${style}" href="${url}" target="_top" rel="noreferrer"><span>${label}</span></a>`;
}
