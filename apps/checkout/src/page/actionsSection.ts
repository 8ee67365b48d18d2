import type { CheckoutState } from '../checkoutView.ts';
import { html, say, type Html } from '../html.ts';
import { merchantOf, type Page } from './page.ts';

/** States in which money may still be on its way, so that asking again makes sense. */
const WORTH_ASKING: readonly CheckoutState[] = [
  'waiting',
  'seen',
  'confirmed',
  'partial',
  'expired',
  'cancelled',
  'failed',
];

/** "I have paid", and the way back to the merchant. Works as a plain form too. */
export function actionsSection(page: Page): Html {
  const { view, texts, language, path } = page;
  const ask = WORTH_ASKING.includes(view.state) && view.address !== null;
  return html`${ask && html`<form id="check" method="post" action="${path}/check?lang=${language}"><button class="button" type="submit">${view.state === 'waiting' ? texts.iHavePaid : texts.lookAgain}</button></form>`}${view.merchant.url !== null && html`<a class="button${ask && ' quiet'}" href="${view.merchant.url}" target="_top" rel="noreferrer"><span>${view.merchant.name === null ? texts.back : say(texts.backTo, { merchant: merchantOf(page) })}</span></a>`}`;
}
