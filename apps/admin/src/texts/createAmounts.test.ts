import { describe, expect, it, test } from 'vitest';
import { createAmounts } from './createAmounts.ts';
import { LANGUAGES, type Language } from './languages.ts';

/** A no-break space, the narrow one of French, and the marks around what is read from left to right in Arabic. */
const [SPACE, THIN, LEFT, END] = ['\u00A0', '\u202F', '\u2066', '\u2069'];
const arabic = (text: string) => `${LEFT}${text.replaceAll('_', SPACE)}${END}`;

const KINDS = {
  shortUsd: (of) => of.shortUsd('1234567.50'),
  usdText: (of) => of.usdText('1234567.50'),
  deduction: (of) => of.shortUsd('-0.05'),
  credit: (of) => of.signedUsd('99.90'),
  charge: (of) => of.signedUsd('-12345.00'),
  coin: (of) => of.coinText('1500.00240000', 'ETH'),
  decimal: (of) => of.decimalText('0.000000000000000001'),
  price: (of) => of.priceText('67321.118'),
  smallPrice: (of) => of.priceText('0.00000123456789'),
  percent: (of) => of.signedPercent('-0.70'),
  size: (of) => of.sizeText(1_234_567),
} satisfies Record<string, (of: ReturnType<typeof createAmounts>) => string>;

const WRITTEN: Record<Language, Record<keyof typeof KINDS, string>> = {
  en: {
    shortUsd: '$1,234,567.50',
    usdText: '$1,234,567.50 USD',
    deduction: '-$0.05',
    credit: '+$99.90',
    charge: '-$12,345.00',
    coin: '1500.00240000 ETH',
    decimal: '0.000000000000000001',
    price: '$67,321.12',
    smallPrice: '$0.000001234568',
    percent: '−0.70 %',
    size: '1.2 MB',
  },
  de: {
    shortUsd: `1.234.567,50${SPACE}$`,
    usdText: `1.234.567,50${SPACE}USD`,
    deduction: `-0,05${SPACE}$`,
    credit: `+99,90${SPACE}$`,
    charge: `-12.345,00${SPACE}$`,
    coin: '1500,00240000 ETH',
    decimal: '0,000000000000000001',
    price: `67.321,12${SPACE}$`,
    smallPrice: `0,000001234568${SPACE}$`,
    percent: `−0,70${SPACE}%`,
    size: '1,2 MB',
  },
  es: {
    shortUsd: `1.234.567,50${SPACE}US$`,
    usdText: `1.234.567,50${SPACE}USD`,
    deduction: `-0,05${SPACE}US$`,
    credit: `+99,90${SPACE}US$`,
    charge: `-12.345,00${SPACE}US$`,
    coin: '1500,00240000 ETH',
    decimal: '0,000000000000000001',
    price: `67.321,12${SPACE}US$`,
    smallPrice: `0,000001234568${SPACE}US$`,
    percent: `−0,70${SPACE}%`,
    size: '1,2 MB',
  },
  fr: {
    shortUsd: `1${THIN}234${THIN}567,50${SPACE}$US`,
    usdText: `1${THIN}234${THIN}567,50${SPACE}USD`,
    deduction: `-0,05${SPACE}$US`,
    credit: `+99,90${SPACE}$US`,
    charge: `-12${THIN}345,00${SPACE}$US`,
    coin: '1500,00240000 ETH',
    decimal: '0,000000000000000001',
    price: `67${THIN}321,12${SPACE}$US`,
    smallPrice: `0,000001234568${SPACE}$US`,
    percent: `−0,70${SPACE}%`,
    size: `1,2${THIN}Mo`,
  },
  pt: {
    shortUsd: `US$${SPACE}1.234.567,50`,
    usdText: `USD${SPACE}1.234.567,50`,
    deduction: `-US$${SPACE}0,05`,
    credit: `+US$${SPACE}99,90`,
    charge: `-US$${SPACE}12.345,00`,
    coin: '1500,00240000 ETH',
    decimal: '0,000000000000000001',
    price: `US$${SPACE}67.321,12`,
    smallPrice: `US$${SPACE}0,000001234568`,
    percent: '−0,70%',
    size: '1,2 MB',
  },
  ar: {
    shortUsd: arabic('1,234,567.50_US$'),
    usdText: arabic('1,234,567.50_USD'),
    deduction: arabic('-0.05_US$'),
    credit: arabic('+99.90_US$'),
    charge: arabic('-12,345.00_US$'),
    coin: arabic('1500.00240000 ETH'),
    decimal: arabic('0.000000000000000001'),
    price: arabic('67,321.12_US$'),
    smallPrice: arabic('0.000001234568_US$'),
    percent: arabic('−0.70%'),
    size: '1.2 م.ب',
  },
};

describe.each(LANGUAGES)('%s', (language) => {
  const written = createAmounts(language);

  test.each(Object.entries(KINDS))('writes %s', (kind, write) => {
    expect(write(written)).toBe(WRITTEN[language][kind as keyof typeof KINDS]);
  });

  it('keeps every digit of an amount that a JavaScript number cannot hold', () => {
    const digits = (text: string) => text.replaceAll(/\D/g, '');
    for (const amount of ['999999999999999.99', '-9007199254740993.01'])
      for (const write of [written.shortUsd, written.usdText, written.signedUsd])
        expect(digits(write(amount))).toBe(digits(amount));
    const coins = '123456789012345678901234567890.123456789012345678901234567890';
    expect(digits(written.coinText(coins, 'X'))).toBe(digits(coins));
  });

  it('leaves what is no plain decimal as it is', () => {
    for (const text of ['1e-7', 'n/a', '']) expect(written.decimalText(text)).toContain(text);
  });

  it('writes few bytes out', () => {
    expect(written.sizeText(0)).toMatch(/^0/);
    expect(written.sizeText(512)).toMatch(/512/);
  });
});

it('refuses an amount in USD with more than two places', () => {
  expect(() => createAmounts('de').shortUsd('1.234')).toThrow(RangeError);
});
