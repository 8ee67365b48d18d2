import { expect, test } from 'vitest';
import { signedUsdDisplay, usdDisplay } from './display.ts';
import { Decimal, formatUsd } from './money.ts';

test.each([
  '0',
  '0.00',
  '-0',
  '-0.00',
  '00.00',
  '0.5',
  '-0.50',
  '5',
  '5.1',
  '007.10',
  '-7',
  '1234567.89',
  '-1234567.89',
  '99999999999999.99',
  '1e3',
  '0x10',
  '+5.00',
  ' 5.00',
  '5.000',
])('%s is written as decimal.js writes it, whether it is computed or not', (amount) => {
  const asComputed = () => new Decimal(amount).toFixed(2);
  const written = () => formatUsd(amount);
  expect(outcome(written)).toBe(outcome(asComputed));
});

test.each(['5.001', '-0.005', '1e-3', '', 'x', '5.00\n', 'NaN'])('“%s” is no amount in dollars', (amount) => {
  expect(() => {
    const written = formatUsd(amount);
    if (!/^-?\d+\.\d\d$/.test(written)) throw new Error(written);
  }).toThrow();
});

test.each([
  ['1234.5', '$1,234.50 USD', '+$1,234.50'],
  ['-1234567.89', '-$1,234,567.89 USD', '-$1,234,567.89'],
  ['0.00', '$0.00 USD', '+$0.00'],
  ['-0.10', '-$0.10 USD', '-$0.10'],
  ['999.99', '$999.99 USD', '+$999.99'],
])('%s for people', (amount, plain, signed) => {
  expect(usdDisplay(amount)).toBe(plain);
  expect(signedUsdDisplay(amount)).toBe(signed);
});

function outcome(write: () => string): string {
  try {
    return write();
  } catch (error) {
    return `refused: ${String(error)}`;
  }
}
