import { exact, html, type Content, type Html } from '../html.ts';
import { moment, type Page } from './page.ts';

/** What a payer needs to ask someone about this payment. */
export function detailsSection(page: Page): Html {
  const { view, texts, language } = page;
  const isPayable = view.state === 'waiting' || view.state === 'partial';
  return html`<div class="card"><h2>${texts.detailsTitle}</h2><dl>
${entry(texts.reference, exact(view.reference))}
${view.payAmount !== null && view.state !== 'waiting' && entry(texts.amount, amount(view, view.payAmount))}
${view.address !== null && !isPayable && entry(texts.address, exact(view.address))}
${view.extraId !== null && !isPayable && entry(view.extraId.name, exact(view.extraId.value))}
${entry(texts.network, html`<bdi>${view.network}</bdi>`)}
${view.transaction !== null && entry(texts.transaction, transaction(page, view.transaction))}
</dl>${
    view.state === 'expired' &&
    view.expiresAt !== null &&
    html`<p class="hint">${texts.titleExpired}: ${moment(view.expiresAt, language)}</p>`
  }</div>`;
}

const entry = (term: string, value: Content) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`;

const amount = ({ coin, amountUsd }: Page['view'], payAmount: string): Html =>
  html`${exact(`${payAmount} ${coin}`)} <span class="hint">(${exact(`${amountUsd} USD`)})</span>`;

function transaction({ texts }: Page, { hash, link }: { hash: string; link: string | null }): Html {
  const explorer =
    link !== null && html` <a href="${link}" target="_blank" rel="noopener noreferrer">${texts.explorer}</a>`;
  return html`${exact(hash)}${explorer}`;
}
