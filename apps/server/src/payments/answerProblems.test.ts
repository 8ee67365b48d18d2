import { expect, test } from 'vitest';
import { readProviderReport } from '../nowpayments/providerReport.ts';
import type { KnownRates } from '../rates/plausibleRate.ts';
import { answerProblems } from './answerProblems.ts';

const now = new Date('2026-11-28T12:00:00Z');

/** Currencies with an address on their network, and what 50 USD are. */
const CURRENCIES = {
  usdtbsc: {
    network: 'bsc',
    address: '0x8ba1f109551bD432803012645Ac136ddd64DBA72',
    amount: '50',
    extraIdName: null,
    extraIdRequired: false,
  },
  xrp: {
    network: 'xrp',
    address: 'rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh',
    amount: '25',
    extraIdName: 'Destination tag',
    extraIdRequired: true,
  },
  newcoin: {
    network: 'newchain',
    address: 'new1abc',
    amount: '5',
    extraIdName: 'Note',
    extraIdRequired: false,
  },
};

const rates: Record<keyof typeof CURRENCIES, KnownRates> = {
  usdtbsc: { isPegged: true, seen: [] },
  xrp: { isPegged: false, seen: [{ unitsPerUsd: '0.5', seenAt: now }] },
  newcoin: { isPegged: false, seen: [] },
};

function problems(code: keyof typeof CURRENCIES, changes: Record<string, unknown>): string[] {
  const { network, address, amount, extraIdName, extraIdRequired } = CURRENCIES[code];
  const report = readProviderReport({
    payment_id: '5077125051',
    payment_status: 'waiting',
    order_id: 'PAY_1',
    pay_address: address,
    pay_currency: code,
    pay_amount: amount,
    price_amount: '50',
    price_currency: 'usd',
    ...(extraIdRequired && { payin_extra_id: '4711' }),
    ...changes,
  });
  if (report === null) throw new Error('this is no report');
  return answerProblems(
    {
      internalPaymentId: 'PAY_1',
      payAddress: null,
      payinExtraId: null,
      currencyCode: code.toUpperCase(),
      amountUsd: '50.00',
      createdAt: now,
    },
    { network, contractAddress: null, extraIdName, extraIdRequired },
    report,
    { rates: rates[code], now },
  );
}

test.each(Object.keys(CURRENCIES) as (keyof typeof CURRENCIES)[])('a good answer in %s has none', (code) => {
  expect(problems(code, { valid_until: '2026-12-05T12:00:00Z' })).toEqual([]);
});

test.each<[keyof typeof CURRENCIES, unknown]>([
  ['usdtbsc', '0.000001'],
  ['usdtbsc', '48.9'],
  ['usdtbsc', '51.1'],
  ['xrp', '19'],
  ['xrp', '32'],
  ['xrp', null],
])('50 USD in %s are not %s', (code, pay_amount) => {
  expect(problems(code, { pay_amount })).toEqual(['pay_amount']);
});

test('the amount in a coin of which no rate is known passes', () => {
  expect(problems('newcoin', { pay_amount: '0.000001' })).toEqual([]);
});

test.each<[keyof typeof CURRENCIES, string, unknown]>([
  ['xrp', 'letters', 'abc'],
  ['xrp', 'a mark that turns the text around', '12\u202e34'],
  ['xrp', '23 digits', '9'.repeat(23)],
  ['xrp', 'none', null],
  ['usdtbsc', 'one where there are no memos', '4711'],
  ['usdtbsc', '56 kB of HTML', '<img src=x onerror=alert(1)>'.repeat(2000)],
  ['newcoin', '56 kB of HTML', '<img src=x onerror=alert(1)>'.repeat(2000)],
  ['newcoin', 'a mark that turns the text around', '12\u202e34'],
])('a memo of %s: %s', (code, _what, payin_extra_id) => {
  expect(problems(code, { payin_extra_id })).toEqual(['payin_extra_id']);
});

test('a memo of a network that is not known here passes if people can type it', () => {
  expect(problems('newcoin', { payin_extra_id: 'order 4711' })).toEqual([]);
});

test.each([
  ['valid_until', '1999-01-01T00:00:00Z'],
  ['expiration_estimate_date', '1999-01-01T00:00:00Z'],
  ['valid_until', '2026-11-28T11:54:00Z'],
])('%s %s is before the payment began', (field, time) => {
  expect(problems('usdtbsc', { [field]: time })).toEqual([field]);
});

test('clocks may differ by a few minutes', () => {
  expect(problems('usdtbsc', { valid_until: '2026-11-28T11:56:00Z' })).toEqual([]);
});
