import { randomUUID } from 'node:crypto';
import { ITEMS } from './store.js';

/** Asks the desk for the balance every three seconds, with a token of this customer. */
const LIVE_BALANCE = `
  const { url, token } = await (await fetch('/paydesk-token')).json();
  setInterval(async () => {
    const answer = await fetch(url + '/api/v1/balances', { headers: { authorization: 'Bearer ' + token } });
    if (answer.ok) document.querySelector('#balance').textContent = (await answer.json()).data[0].balanceDisplay;
  }, 3000);
`;

export function signInPage() {
  return page(html`<form method="post" action="/sign-in">
    <label>Your name <input name="name" required /></label> <button>Sign in</button>
  </form>`);
}

/** @param {string} text */
export function messagePage(text) {
  return page(html`<p role="alert">${text}</p>
    <p><a href="/">Back to your account</a></p>`);
}

/**
 * @param {object} account
 * @param {import('./shop.js').Customer} account.customer
 * @param {string} account.balance
 * @param {import('@paydesk/client').Transaction[]} account.transactions
 * @param {import('@paydesk/client').Currency[]} account.currencies
 * @param {import('./store.js').Order[]} account.orders
 * @param {import('./store.js').TopUp[]} account.topUps
 */
export function accountPage({ customer, balance, transactions, currencies, orders, topUps }) {
  return page(
    html`<p>${customer.name}, your balance is <strong id="balance">${balance}</strong></p>
      <form method="post" action="/top-up">
        <input type="hidden" name="topUpId" value="${randomUUID()}" />
        <label>Amount in USD <input name="amountUsd" value="50.00" required /></label>
        <select name="currencyCode" aria-label="Currency">
          ${currencies.map(({ code, displayName }) => html`<option value="${code}">${displayName}</option>`)}
        </select>
        <button>Top up</button>
      </form>
      <ul>
        ${topUps.map(
          ({ amountUsd, creditedUsd }) =>
            html`<li>Top-up of ${amountUsd} USD: ${creditedUsd ? `${creditedUsd} USD arrived` : 'waiting'}</li>`,
        )}
      </ul>
      <h2>Orders</h2>
      ${Object.entries(ITEMS).map(
        ([item, price]) =>
          html`<form method="post" action="/orders">
            <input type="hidden" name="item" value="${item}" /><button>Order ${item}, ${price} USD</button>
          </form>`,
      )}
      ${orders.map(
        ({ id, item, priceUsd, status }) =>
          html`<p>
            ${item}, ${priceUsd} USD: ${status} ${status === 'open' ? button(`/orders/${id}/pay`, 'Pay') : ''}
            ${status === 'paid' ? button(`/orders/${id}/refund`, 'Refund') : ''}
          </p>`,
      )}
      <h2>Latest transactions</h2>
      <ul>
        ${transactions.map(
          ({ amountDisplay, description, balanceAfter }) =>
            html`<li>${amountDisplay} ${description} (${balanceAfter} USD)</li>`,
        )}
      </ul>
      <script type="module">
        ${new Html(LIVE_BALANCE)}
      </script>`,
  );
}

/** @param {string} action @param {string} label */
function button(action, label) {
  return html`<form method="post" action="${action}"><button>${label}</button></form>`;
}

/** @param {Html} content */
function page(content) {
  return String(
    html`<!doctype html>
      <html lang="en">
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>Shop</title>
        <h1>Shop</h1>
        ${content}
      </html>`,
  );
}

/** Text that is HTML already. */
class Html {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

/**
 * HTML in which every value is escaped.
 * @param {TemplateStringsArray} strings
 * @param {(string | Html | Html[])[]} values
 */
function html(strings, ...values) {
  return new Html(String.raw({ raw: strings }, ...values.map(escaped)));
}

/** @param {string | Html | Html[]} value @returns {string} */
function escaped(value) {
  if (Array.isArray(value)) return value.join('\n');
  if (value instanceof Html) return value.text;
  return value.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
