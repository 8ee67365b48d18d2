import { exact, html, type Content, type Html } from '../html.ts';
import { moment, type Page } from './page.ts';

/** What a payer needs to talk about this payment with somebody else. */
export function detailsSection(page: Page): Html {
  const { view, texts, language } = page;
  const isAsked = view.state === 'waiting' || view.state === 'partial';
  return html`<div class="card"><h2>${texts.detailsTitle}</h2><dl>
${entry(texts.reference, exact(view.reference))}
${view.payAmount !== null && view.state !== 'waiting' && entry(texts.amount, html`${exact(`${view.payAmount} ${view.coin}`)} <span class="hint">(${exact(`${view.amountUsd} USD`)})</span>`)}
${view.address !== null && !isAsked && entry(texts.address, exact(view.address))}
${view.extraId !== null && !isAsked && entry(view.extraId.name, exact(view.extraId.value))}
${!isAsked && entry(texts.network, html`<bdi>${view.network}</bdi>`)}
${view.transaction !== null && entry(texts.transaction, transaction(page, view.transaction))}
</dl>${view.state === 'expired' && view.expiresAt !== null && html`<p class="hint">${texts.titleExpired}: ${moment(view.expiresAt, language)}</p>`}</div>`;
}

const entry = (term: string, value: Content) => html`<div><dt>${term}</dt><dd>${value}</dd></div>`;

function transaction({ texts }: Page, { hash, link }: { hash: string; link: string | null }): Html {
  return html`${exact(hash)}${link !== null && html` <a href="${link}" target="_blank" rel="noopener noreferrer">${texts.explorer}</a>`}`;
}
