import { expect, test } from 'vitest';
import { chooseLanguage, LANGUAGES, localeOf } from './languages.ts';

test('the choice wins, then the first language of the browser that the app has, then English', () => {
  expect(chooseLanguage('fr', ['de'])).toBe('fr');
  expect(chooseLanguage('xx', ['nl', 'de-CH', 'fr'])).toBe('de');
  expect(chooseLanguage(null, ['nl'])).toBe('en');
});

test('digits are the same in every language', () => {
  for (const language of LANGUAGES) expect(new Intl.NumberFormat(localeOf(language)).format(12)).toBe('12');
});
