import type { CheckoutView, MissingAmount } from '../checkoutView.ts';
import { exact, html, formatHtml, type Content, type Html } from '../html.ts';
import { qrCode } from '../qrCode.ts';
import { sentenceValues, merchantOf, type Page } from './page.ts';

/**
 * What to send, where and how: before the payment, and again for the missing amount after a partial one.
 */
export function paySection(page: Page): Html | null {
  const { view } = page;
  if (view.address === null || view.payAmount === null) return null;
  if (view.state === 'waiting') {
    return instructions(page, view.address, {
      title: page.texts.payTitle,
      amount: view.payAmount,
      usd: view.amountUsd,
      link: view.link,
      warning: null,
    });
  }
  return view.state === 'partial' ? missingPart(page, view.address) : null;
}

function missingPart(page: Page, address: string): Html | null {
  const { view, texts } = page;
  const { missing } = view;
  if (missing === null) return null;
  if (missing.belowMinimumUsd !== null)
    return html`<div class="card"><p class="note warn">${tooSmall(page, missing, missing.belowMinimumUsd)}</p></div>`;
  const title = formatHtml(texts.missingTitle, { missing: exact(missing.amount), coin: exact(view.coin) });
  return instructions(page, address, {
    title,
    amount: missing.amount,
    usd: missing.amountUsd,
    link: missing.link,
    warning: texts.missingWarning,
  });
}

function tooSmall(page: Page, missing: MissingAmount, minimum: string): Html {
  return formatHtml(page.texts.missingTooSmall, {
    missing: exact(missing.amount),
    coin: exact(page.view.coin),
    usd: exact(missing.amountUsd),
    minimum: exact(minimum),
    merchant: merchantOf(page),
  });
}

interface Instructions {
  title: Content;
  amount: string;
  usd: string;
  link: string | null;
  warning: string | null;
}

/**
 * An address that needs a memo or tag is shown only after the payer has confirmed to enter it; plain CSS does
 * this.
 */
function instructions(page: Page, address: string, request: Instructions): Html {
  const { view, texts } = page;
  const { extraId } = view;
  return html`<div class="card pay">
<h2${request.warning === null && html` class="unseen"`}>${request.title}</h2>
${request.warning !== null && html`<p class="note warn">${request.warning}</p>`}
<p class="note only">${formatHtml(texts.onlySend, sentenceValues(page))}</p>
${extraId !== null && extraIdWarning(page, extraId)}
<div class="gated">
<div class="send">
${row({
  id: 'amount',
  label: texts.amount,
  value: request.amount,
  unit: view.coin,
  copy: texts.copyAmount,
  // The whole amount is at the top of the page already.
  hint: request.usd !== view.amountUsd && formatHtml(texts.worth, { usd: exact(request.usd) }),
})}
${row({ id: 'address', label: texts.address, value: address, copy: texts.copyAddress })}
${
  extraId !== null &&
  row({
    id: 'extra-id',
    label: extraId.name,
    value: extraId.value,
    copy: formatHtml(texts.copyExtraId, { name: extraId.name }),
    important: true,
  })
}
${codes(page, address, request.link)}
</div>
<p class="hint fee">${texts.feeHint}</p>
${request.link !== null && html`<p class="hint">${texts.qrHint}</p>`}
${
  extraId !== null &&
  html`<p class="hint">${formatHtml(texts.qrExtraIdHint, { name: html`<bdi>${extraId.name}</bdi>` })}</p>`
}
</div>
</div>`;
}

function extraIdWarning({ texts }: Page, { name }: NonNullable<CheckoutView['extraId']>): Html {
  const values = { name: html`<bdi>${name}</bdi>` };
  return html`<div class="tag-note" role="group" aria-labelledby="extra-id-title">
<h3 id="extra-id-title">${formatHtml(texts.extraIdTitle, values)}</h3>
<p>${formatHtml(texts.extraIdWarning, values)}</p>
<label class="accept"><input type="checkbox" id="accept" autocomplete="off">
<span>${formatHtml(texts.extraIdAccept, values)}</span></label>
</div>
<p class="gate-hint hint">${texts.extraIdFirst}</p>`;
}

interface Row {
  id: string;
  label: string;
  value: string;
  unit?: string;
  copy: Content;
  hint?: Content;
  important?: boolean;
}

function row({ id, label, value, unit, copy, hint, important }: Row): Html {
  const unitText = unit !== undefined && html` <bdi>${unit}</bdi>`;
  const hintText = hint && html` <span class="hint">${hint}</span>`;
  return html`<div class="row ${id}${important === true && ' important'}"><span class="label" id="${id}-label">${label}</span>
<span class="value"><bdi dir="ltr" class="exact" id="${id}">${value}</bdi>${unitText}${hintText}</span>
<button type="button" class="copy" id="copy-${id}" data-copy="${id}"
hidden>${copyIcon}<span>${copy}</span></button></div>`;
}

const copyIcon = html`<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor"
stroke-width="2"><rect x="9" y="9" width="12" height="12" rx="2"/><path
d="M5 15H4a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v1"/></svg>`;

/**
 * With a payment URI there are two codes to choose from, because not every wallet reads it. The choice needs no
 * script.
 */
function codes({ texts }: Page, address: string, link: string | null): Html {
  if (link === null) return html`<div class="code">${qrCode(address, texts.qrAddressLabel)}</div>`;
  return html`<input class="unseen" type="radio" name="code" id="code-with" autocomplete="off" checked>
<input class="unseen" type="radio" name="code" id="code-without" autocomplete="off">
<div class="code with">${qrCode(link, texts.qrLabel)}</div>
<div class="code without">${qrCode(address, texts.qrAddressLabel)}</div>
<div class="choices"><label for="code-with">${texts.qrWith}</label><label
for="code-without">${texts.qrWithout}</label></div>
<a class="button open" href="${link}">${texts.openWallet}</a>`;
}
