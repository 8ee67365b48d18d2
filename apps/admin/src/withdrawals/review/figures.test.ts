import { expect, test } from 'vitest';
import { changeInPercent } from './useEstimate.ts';
import { rateText } from './rateText.ts';
import { estimateFor } from './useEstimate.ts';

test('the change since the quote is in percent, and null when the quote was zero', () => {
  expect(changeInPercent('2', '1.986')).toBe('-0.7');
  expect(changeInPercent('0.5', '0.55')).toBe('10.0');
  expect(changeInPercent('1', '0.99999')).toBe('0.0');
  expect(changeInPercent('0', '1')).toBeNull();
});

test('a rate has two decimals, and more where a unit is worth less than a dollar', () => {
  expect(rateText('BTC', '67321.119')).toBe('1 BTC = $67,321.12');
  expect(rateText('WBTC', '1234567.8')).toBe('1 WBTC = $1,234,567.80');
  expect(rateText('USDT (TRC20)', '0.99981')).toBe('1 USDT (TRC20) = $0.99981');
  expect(rateText('SHIB', '0.00001234567891')).toBe('1 SHIB = $0.00001234568');
});

test('an estimate keeps the rate of the quote and the amount of the request', () => {
  expect(estimateFor('97.00', { cryptoAmountEstimate: '0.00098', finalAmountUsd: '98.00' })).toBe('0.00097');
  expect(estimateFor('97.00', { cryptoAmountEstimate: null, finalAmountUsd: '98.00' })).toBeNull();
});
