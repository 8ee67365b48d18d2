import { expect, test } from 'vitest';
import { createTranslator } from './translate.ts';

const english = createTranslator({}, 'en');

test('without a catalog a text is its own, with its values', () => {
  expect(english.t('Save')).toBe('Save');
  expect(english.t('{count} of {name}', { count: 1200, name: 'Ada' })).toBe('1,200 of Ada');
});

test('a text is translated, and numbers are written as the language writes them', () => {
  const german = createTranslator({ '{count} of {name}': '{name}: {count}' }, 'de');
  expect(german.t('{count} of {name}', { count: 1200, name: 'Ada' })).toBe('Ada: 1.200');
});

test('a value is not read as a placeholder, nor as a pattern', () => {
  expect(english.t('For {name}', { name: '{name} $& {count}' })).toBe('For {name} $& {count}');
});

test('from right to left a value is isolated, so that its signs stay beside it', () => {
  const arabic = createTranslator({ 'Paid {amount}': 'دُفع {amount}' }, 'ar-u-nu-latn', true);
  expect(arabic.t('Paid {amount}', { amount: '+1.5 %' })).toBe('دُفع \u2068+1.5 %\u2069');
});

test('plurals follow the language: Arabic has six forms', () => {
  const arabic = createTranslator(
    { '{count} rows': { zero: 'z', one: 'o', two: 't', few: '{count} f', many: '{count} m', other: 'x' } },
    'ar-u-nu-latn',
  );
  const rows = (count: number) => arabic.plural(count, { one: '{count} row', other: '{count} rows' });
  expect([0, 1, 2, 3, 11, 100].map(rows)).toEqual(['z', 'o', 't', '3 f', '11 m', 'x']);
  expect(english.plural(1, { one: '{count} row', other: '{count} rows' })).toBe('1 row');
  expect(english.plural(1200, { one: '{count} row', other: '{count} rows' })).toBe('1,200 rows');
});

test('the compiler requires the values that a text names', () => {
  // @ts-expect-error a value is missing
  english.t('Hello {name}');
  // @ts-expect-error of another name
  english.t('Hello {name}', { nam: 'Ada' });
  // @ts-expect-error no such value in the text
  english.t('Hello', { name: 'Ada' });
});
