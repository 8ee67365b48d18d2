import { describe, expect, it } from 'vitest';
import { isNumberToken, numberToken, parseExactJson } from './exactJson.ts';

describe('exact JSON', () => {
  it.each([
    '0.000000000000000001',
    '123456789012.12345678',
    '0',
    '-1.50',
    '340282366920938463463374607431768211455',
  ])('writes and reads every digit of %s', (text) => {
    expect(JSON.stringify({ amount: numberToken(text) })).toBe(`{"amount":${text}}`);
    expect(JSON.stringify(parseExactJson(`{"amount":${text}}`))).toBe(`{"amount":${text}}`);
  });

  it('distinguishes numbers from texts that look like numbers', () => {
    const parsed = parseExactJson('{"number":1.50,"text":"1.50"}') as Record<string, unknown>;
    expect(isNumberToken(parsed.number)).toBe(true);
    expect(parsed.text).toBe('1.50');
  });

  it.each(['', '1.', '.5', '01', '1 ', 'NaN', '0x10', '1,5'])('refuses %j as a number', (text) => {
    expect(() => numberToken(text)).toThrow(RangeError);
  });
});
