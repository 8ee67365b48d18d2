import { LANGUAGES as CHECKOUT_LANGUAGES } from '../../../checkout/src/languages.ts';
import { expect, test } from 'vitest';
import { chooseLanguage, LANGUAGES, localeOf } from './languages.ts';

test('staff can read the languages in which the desk speaks to payers', () => {
  expect(LANGUAGES).toEqual(CHECKOUT_LANGUAGES);
});

test('the choice wins, then the first language of the browser that the app has, then English', () => {
  expect(chooseLanguage('fr', ['de'], LANGUAGES)).toBe('fr');
  expect(chooseLanguage('xx', ['nl', 'de-CH', 'fr'], LANGUAGES)).toBe('de');
  expect(chooseLanguage(null, ['nl'], LANGUAGES)).toBe('en');
  expect(chooseLanguage('fr', ['fr'], ['en'])).toBe('en');
});

test('digits are the same in every language', () => {
  for (const language of LANGUAGES) expect(new Intl.NumberFormat(localeOf(language)).format(12)).toBe('12');
});
