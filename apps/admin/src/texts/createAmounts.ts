import { Decimal, formatUsd } from '@paydesk/types/rules';
import { directionOf, type Language, localeOf } from './languages.ts';
import { once } from './translate.ts';

/** Every figure that people read and that is no plain count, as one language writes it. */
export interface Amounts {
  /** `"$1,234.50"`: for columns and sentences in which no other currency is meant. */
  shortUsd: (amount: string) => string;
  /** `"$1,234.50 USD"`: where money is confirmed, with the currency's code. */
  usdText: (amount: string) => string;
  /** `"+$99.99"` or `"-$5.00"`. */
  signedUsd: (amount: string) => string;
  /** What one coin costs: two decimals from one dollar up, seven significant digits below. */
  priceText: (priceUsd: string) => string;
  /** `"0.0024 BTC"`: every digit, and no groups, so that the one separator is the decimal one. */
  coinText: (amount: string, currency: string) => string;
  /** `"0.0024"`, the same without its currency. What is not a plain decimal stays as it is. */
  decimalText: (amount: string) => string;
  /** `"+1.50 %"` or `"−0.70 %"`. */
  signedPercent: (percent: string) => string;
  /** `"$1.2K"`: rounded, for the axis of a chart. */
  axisUsd: (value: number) => string;
  /** `"1.2 MB"`, in powers of ten as file managers show it. */
  sizeText: (bytes: number) => string;
}

const USD = 'USD';
const PLAIN = /^\d+(\.\d+)?$/;
/** From left to right, apart from the letters around it (Unicode, UAX 9). */
const ISOLATED = (text: string) => `\u2066${text}\u2069`;
/** Marks of direction that some languages' patterns have of their own. */
const MARKS = /[\u061C\u200E\u200F]/g;

/**
 * How a language writes amounts. No digit is lost or rounded: whole dollars are grouped as a `bigint`, and all decimal
 * places are copied from the decimal string. Nothing that is copied, sent or exported goes through these.
 */
export function createAmounts(language: Language): Amounts {
  const locale = localeOf(language);
  const isolated = directionOf(language) === 'rtl' ? ISOLATED : (text: string) => text;
  const money = (currencyDisplay: 'symbol' | 'code') =>
    once(() => new Intl.NumberFormat(locale, { style: 'currency', currency: USD, currencyDisplay }));
  // The symbol of each language is the one that means no other dollar there: "US$" in Portuguese.
  const [bySymbol, byCode] = [money('symbol'), money('code')];
  const short = once(
    () =>
      new Intl.NumberFormat(locale, {
        style: 'currency',
        currency: USD,
        notation: 'compact',
        minimumFractionDigits: 0,
        maximumFractionDigits: 1,
      }),
  );
  const point = once(() => partOf(new Intl.NumberFormat(locale).formatToParts(1.5), 'decimal'));
  const percentSign = once(() => (language === 'en' ? ' %' : afterFigure(locale)));

  /** The figure of an unsigned amount, with its currency. */
  const dollars = (format: Intl.NumberFormat, amount: string): string => {
    const [whole = '0', places = ''] = amount.split('.');
    return format
      .formatToParts(BigInt(whole))
      .map(({ type, value }) => (type === 'fraction' ? places : value))
      .join('')
      .replaceAll(MARKS, '');
  };
  const decimal = (amount: string): string => {
    const [sign, figure] = signOf(amount);
    return PLAIN.test(figure) ? `${sign}${figure.replace('.', point())}` : amount;
  };
  const usd = (format: Intl.NumberFormat, amount: string, plus = ''): string => {
    const [sign, figure] = signOf(formatUsd(amount));
    return isolated(`${sign || plus}${dollars(format, figure)}`);
  };
  return {
    shortUsd: (amount) => usd(bySymbol(), amount),
    usdText: (amount) => (language === 'en' ? `${usd(bySymbol(), amount)} ${USD}` : usd(byCode(), amount)),
    signedUsd: (amount) => usd(bySymbol(), amount, '+'),
    priceText(priceUsd) {
      const price = new Decimal(priceUsd);
      const digits = price.greaterThanOrEqualTo(1)
        ? price.toFixed(2)
        : price.toSignificantDigits(7).toFixed();
      return isolated(dollars(bySymbol(), digits.includes('.') ? digits : `${digits}.00`));
    },
    coinText: (amount, currency) => isolated(`${decimal(amount)} ${currency}`.trim()),
    decimalText: (amount) => isolated(decimal(amount)),
    signedPercent(percent) {
      const [sign, figure] = signOf(percent);
      return isolated(`${sign === '' ? '+' : '−'}${decimal(figure)}${percentSign()}`);
    },
    axisUsd: (value) => isolated(short().format(value).replaceAll(MARKS, '')),
    sizeText: (bytes) => sizeIn(locale, bytes),
  };
}

const signOf = (amount: string): [sign: '' | '-', figure: string] =>
  amount.startsWith('-') ? ['-', amount.slice(1)] : ['', amount];

const partOf = (parts: Intl.NumberFormatPart[], type: Intl.NumberFormatPartTypes): string =>
  parts.find((part) => part.type === type)?.value ?? '.';

/** The percent sign with the space that the language writes before it. */
const afterFigure = (locale: string): string =>
  new Intl.NumberFormat(locale, { style: 'percent' })
    .formatToParts(1)
    .filter(({ type }) => type !== 'integer')
    .map(({ value }) => value)
    .join('')
    .replaceAll(MARKS, '');

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

function sizeIn(locale: string, bytes: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  const places = power === 0 ? 0 : 1;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: UNITS[power] ?? UNITS[0],
    unitDisplay: power === 0 ? 'long' : 'short',
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  }).format(bytes / 1000 ** power);
}
