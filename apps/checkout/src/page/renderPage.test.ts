import { expect, test } from 'vitest';
import type { CheckoutState, CheckoutView } from '../checkoutView.ts';
import { LANGUAGES } from '../languages.ts';
import { TEXTS } from '../texts/index.ts';
import { renderPage } from './renderPage.ts';
import { renderSections, titleText } from './renderSections.ts';
import { displayOf } from './statusTexts.ts';

const states: CheckoutState[] = [
  'preparing',
  'waiting',
  'seen',
  'confirmed',
  'credited',
  'partial',
  'expired',
  'cancelled',
  'failed',
  'refunded',
  'extra',
];

const viewOf = (changes: Partial<CheckoutView> = {}): CheckoutView => ({
  state: 'waiting',
  reference: 'PAY_20261123120000_0a1b2c3d',
  amountUsd: '100.00',
  coin: 'USDT',
  network: 'TRON (TRC20)',
  payAmount: '100.5',
  address: 'TXYZ',
  extraId: null,
  link: null,
  expiresAt: '2026-11-30T12:00:00.000Z',
  seenAmount: null,
  confirmations: 0,
  creditedUsd: '0.00',
  overpaid: false,
  missing: null,
  review: [],
  transaction: null,
  isWatched: true,
  simulated: false,
  merchant: { name: null, url: null },
  ...changes,
});
const sectionsOf = (changes: Partial<CheckoutView> = {}) =>
  renderSections({ view: viewOf(changes), texts: TEXTS.en, language: 'en', path: '/pay/t' });
const pageOf = (changes: Partial<CheckoutView> = {}, language: (typeof LANGUAGES)[number] = 'en') =>
  renderPage(
    { view: viewOf(changes), language, path: '/pay/t' },
    { stylesheet: '', scripts: { main: '/m.js', preload: [] }, logo: null, now: new Date(0) },
  );

test('every state has a headline, a title and a paragraph in every language, with every placeholder filled in', () => {
  for (const language of LANGUAGES) {
    for (const state of states) {
      const page = {
        view: viewOf({ state, seenAmount: '50', creditedUsd: '49.75' }),
        texts: TEXTS[language],
        language,
        path: '/pay/t',
      };
      const { status } = renderSections(page);
      expect(status).toContain(
        `<h1>${TEXTS[language][displayOf(page.view).head].replaceAll("'", '&#39;')}</h1>`,
      );
      expect(status.match(/<p>/g)?.length ?? 0).toBeGreaterThan(0);
      expect(status + titleText(page)).not.toMatch(/[{}]|undefined/);
    }
  }
});

test('an address is shown while a payment is awaited or incomplete, and never when money should not be sent', () => {
  const withAddress = states.filter((state) =>
    sectionsOf({
      state,
      missing: { amount: '1', amountUsd: '1.00', link: null, belowMinimumUsd: null },
    }).pay.includes('id="address"'),
  );
  expect(withAddress).toEqual(['waiting', 'partial']);
});

test('the top-up requests the missing amount, not the whole amount, and announces a manual check', () => {
  const { pay } = sectionsOf({
    state: 'partial',
    seenAmount: '60',
    missing: { amount: '40.5', amountUsd: '40.30', link: null, belowMinimumUsd: null },
  });
  expect(pay).toContain('id="amount">40.5<');
  expect(pay).toContain('counts as a new deposit');
  expect(pay).not.toContain('100.5');
});

test('a missing amount below the minimum shows no code and no address: it would be lost', () => {
  const { pay } = sectionsOf({
    state: 'partial',
    missing: { amount: '0.5', amountUsd: '0.50', link: null, belowMinimumUsd: '5.00' },
  });
  expect(pay).toContain('Do not send them');
  expect(pay).not.toMatch(/svg class="qr"|id="address"/);
});

test('a partial payment whose missing amount has arrived requests nothing more and is shown as being checked', () => {
  const { status, pay } = sectionsOf({
    state: 'partial',
    seenAmount: '60',
    creditedUsd: '59.70',
    missing: null,
    review: [{ amount: '40.5', coin: 'USDT', state: 'open' }],
  });
  expect(status).toContain('Another deposit has arrived');
  expect(status).toContain('The missing amount has arrived');
  expect(pay).toBe('');
});

test('an address with a tag is hidden behind a warning that comes before it', () => {
  const { pay } = sectionsOf({ extraId: { name: 'Destination tag', value: '4711' } });
  expect(pay.indexOf('class="tag-note"')).toBeLessThan(pay.indexOf('class="gated"'));
  expect(pay.indexOf('class="gated"')).toBeLessThan(pay.indexOf('id="address"'));
  expect(sectionsOf().pay).not.toMatch(/tag-note|extra-id/);
});

test('both codes are shown where wallets may not read the payment link, one where there is no link', () => {
  expect(sectionsOf({ link: 'ethereum:0x1@1?value=1' }).pay.match(/<svg class="qr"/g)).toHaveLength(2);
  expect(sectionsOf().pay.match(/<svg class="qr"/g)).toHaveLength(1);
});

test('an expired payment shows whether late money is still looked for', () => {
  expect(sectionsOf({ state: 'expired' }).status).toContain('we keep looking');
  expect(sectionsOf({ state: 'expired', isWatched: false }).status).toContain(
    'no longer checked automatically',
  );
});

test('an overpayment, a held part and confirmations have their own texts', () => {
  expect(
    sectionsOf({ state: 'credited', overpaid: true, seenAmount: '120', creditedUsd: '119.40' }).status,
  ).toContain('more than the');
  expect(sectionsOf({ state: 'partial', seenAmount: '60' }).status).toContain('a person decides');
  expect(sectionsOf({ state: 'seen', confirmations: 3 }).status).toContain('Confirmations: 3');
});

test('the steps are done, current or open according to the state', () => {
  const places = (state: CheckoutState) =>
    [...sectionsOf({ state }).next.matchAll(/<li class="(\w+)"/g)].map(([, place]) => place);
  expect(places('waiting')).toEqual(['now', 'todo', 'todo', 'todo']);
  expect(places('seen')).toEqual(['done', 'done', 'now', 'todo']);
  expect(places('confirmed')).toEqual(['done', 'done', 'done', 'now']);
  expect(places('credited')).toEqual(['done', 'done', 'done', 'done']);
  expect(places('expired')).toEqual(['todo', 'todo', 'todo']);
  expect(places('partial')).toEqual(['done', 'now', 'todo']);
  expect(places('failed')).toEqual([]);
});

test('external values are escaped: merchant, network, memo, hash and links', () => {
  const nasty = '"><script>alert(1)</script>';
  const page = pageOf({
    network: nasty,
    coin: nasty,
    address: nasty,
    payAmount: nasty,
    link: nasty,
    extraId: { name: nasty, value: nasty },
    transaction: { hash: nasty, link: nasty },
    merchant: { name: nasty, url: nasty },
    review: [{ amount: nasty, coin: nasty, state: 'open' }],
  });
  expect(page.match(/<script/g)).toHaveLength(2);
  expect(page).not.toContain('alert(1)</script>');
});

test('the page loads nothing from other hosts; explorer and merchant are links only', () => {
  const page = pageOf({
    transaction: { hash: 'ab', link: 'https://tronscan.org/#/transaction/ab' },
    merchant: { name: 'Shop', url: 'https://shop.example.com' },
  });
  expect(
    [...page.matchAll(/(?:src|action)="([^"]*)"|<link[^>]*href="([^"]*)"/g)].map(
      (match) => match[1] ?? match[2],
    ),
  ).toEqual(['data:,', '/m.js', '/pay/t/check?lang=en']);
});

test('the page reloads itself without a script, until no further change is possible', () => {
  expect(pageOf()).toContain('<noscript><meta http-equiv="refresh"');
  expect(pageOf({ state: 'credited' })).not.toContain('http-equiv');
  expect(pageOf({ state: 'credited', review: [{ amount: '1', coin: 'USDT', state: 'open' }] })).toContain(
    'http-equiv',
  );
});

test('right-to-left languages mirror the page but not amounts and addresses', () => {
  const page = pageOf({}, 'ar');
  expect(page).toContain('<html lang="ar" dir="rtl"');
  expect(page).toContain('<bdi dir="ltr" class="exact" id="address">TXYZ</bdi>');
});
