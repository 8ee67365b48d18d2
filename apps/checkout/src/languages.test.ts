import { expect, test } from 'vitest';
import { chooseLanguage } from './languages.ts';

test('a language in the address takes precedence over the browser’s', () => {
  expect(chooseLanguage('fr', 'de')).toBe('fr');
  expect(chooseLanguage('xx', 'de')).toBe('de');
  expect(chooseLanguage(['fr', 'de'], 'es')).toBe('es');
});

test('the browser’s languages count by weight, without regions, and a weight of 0 excludes one', () => {
  expect(chooseLanguage(undefined, 'ja, de-CH;q=0.7, pt-BR;q=0.9')).toBe('pt');
  expect(chooseLanguage(undefined, 'de;q=0, es;q=0.1')).toBe('es');
  expect(chooseLanguage(undefined, 'ES')).toBe('es');
});

test('without a supported language the page is in English', () => {
  for (const header of [undefined, '', '*', 'ja', ';;q=,,', 'x'.repeat(10_000)])
    expect(chooseLanguage(undefined, header)).toBe('en');
});
