import { describe, expect, test } from 'vitest';
import { jsonNumber, parseExactJson } from './exactJson.ts';
import { mapProviderStatus } from './mapProviderStatus.ts';
import { newPaymentBody } from './newPayment.ts';
import { readAmount, readFlag, readText, readTime } from './readField.ts';

describe('amounts', () => {
  test.each([
    ['0.0018910', '0.001891'],
    ['12', '12'],
    ['1e-7', '0.0000001'],
    ['1.5E+3', '1500'],
    ['0', '0'],
    [
      '123456789012345678901234567890.123456789012345678',
      '123456789012345678901234567890.123456789012345678',
    ],
  ])('the token %s is read as %s from a number and from a string', (token, amount) => {
    const body = parseExactJson(`{"number":${token},"text":"${token}"}`) as Record<string, unknown>;
    expect(readAmount(body['number'])).toBe(amount);
    expect(readAmount(body['text'])).toBe(amount);
  });

  test.each([null, undefined, '', 'null', 'NULL', 'abc', '1,5', '0x10', 'Infinity', '1e999', true, {}])(
    '%s is no amount',
    (value) => {
      expect(readAmount(value)).toBeNull();
    },
  );

  test('a price leaves exactly as written and comes back the same, where a double would not', () => {
    for (const priceAmount of [
      '0.1',
      '99.99',
      '49999.99',
      '0.30000000000000004',
      '123456789012345678.12',
      '1.00',
    ]) {
      const body = newPaymentBody({ priceAmount, priceCurrency: 'USD', payCurrency: 'BTC', orderId: 'a' });
      expect(body).toContain(`"price_amount":${priceAmount},`);
      expect(parseExactJson(body)).toMatchObject({
        price_amount: priceAmount,
        price_currency: 'usd',
        pay_currency: 'btc',
      });
    }
  });

  test.each(['', '1e3', '-1', '+1', '.5', '5.', '01', 'NaN', '1,000', ' 1', '1}', '"1"'])(
    '"%s" is never sent as an amount',
    (amount) => {
      expect(() => jsonNumber(amount)).toThrow(RangeError);
    },
  );

  test('a description leaves as ASCII, and fields that are not set are not sent', () => {
    const body = newPaymentBody({
      priceAmount: '1',
      priceCurrency: 'usd',
      payCurrency: 'btc',
      orderId: 'a',
      orderDescription: 'Café — 1',
    });
    expect(JSON.parse(body)).toEqual({
      price_amount: 1,
      price_currency: 'usd',
      pay_currency: 'btc',
      order_id: 'a',
      order_description: 'Caf? ? 1',
    });
  });
});

describe('other fields', () => {
  test.each([
    ['2026-09-01T10:20:00.000Z', '2026-09-01T10:20:00.000Z'],
    ['1719211088600', '2024-06-24T06:38:08.600Z'],
    ['1719211088', '2024-06-24T06:38:08.000Z'],
  ])('the time %s is %s', (value, iso) => {
    expect(readTime(value)?.toISOString()).toBe(iso);
  });

  test.each([null, '', 'null', 'soon', '12', '2026-13-45T00:00:00Z', true])('%s is no time', (value) => {
    expect(readTime(value)).toBeNull();
  });

  test('the word "null" is nothing', () => {
    expect(readText('null')).toBeNull();
    expect(readText(' hash ')).toBe('hash');
  });

  test('flags are read from booleans and words only', () => {
    expect([true, 'TRUE', 'false', false, 'yes', '1', null].map(readFlag)).toEqual([
      true,
      true,
      false,
      false,
      null,
      null,
      null,
    ]);
  });
});

describe('statuses', () => {
  test.each([
    ['waiting', 'pending'],
    ['confirming', 'confirming'],
    ['confirmed', 'confirmed'],
    ['sending', 'confirmed'],
    ['finished', 'completed'],
    ['partially_paid', 'partially_paid'],
    ['failed', 'failed'],
    ['refunded', 'refunded'],
    ['expired', 'expired'],
    ['cancelled', 'cancelled'],
    ['canceled', 'cancelled'],
    [' FINISHED ', 'completed'],
  ])('%s is %s', (raw, status) => {
    expect(mapProviderStatus(raw)).toBe(status);
  });

  test.each(['', 'paid', 'constructor', 'completed'])('"%s" is unknown', (raw) => {
    expect(mapProviderStatus(raw)).toBeNull();
  });
});
