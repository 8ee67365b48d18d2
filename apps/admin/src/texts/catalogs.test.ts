import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { collectTexts, missingFrom } from '../../scripts/collectTexts.ts';
import { LANGUAGES, type Language } from './languages.ts';
import type { Catalog } from './translate.ts';

const { texts } = collectTexts();
const catalogOf = (language: Language) =>
  JSON.parse(readFileSync(new URL(`./catalogs/${language}.json`, import.meta.url), 'utf8')) as Catalog;
const translated = LANGUAGES.filter((language) => language !== 'en');
const names = (text: string) =>
  [...new Set(Array.from(text.matchAll(/\{\w+\}|<\/?\w+>/g), ([name]) => name))].toSorted().join(' ');

test.each(translated)('%s has no text that the code does not have', (language) => {
  const used = new Set(texts.map(({ text }) => text));
  expect(Object.keys(catalogOf(language)).filter((text) => !used.has(text))).toEqual([]);
});

test.each(translated)(
  '%s has the values and elements of each English text, and no empty text',
  (language) => {
    const differing = Object.entries(catalogOf(language)).filter(([text, translation]) => {
      if (typeof translation === 'string')
        return translation.trim() === '' || names(translation) !== names(text);
      return translation.other.trim() === '' || names(translation.other) !== names(text);
    });
    expect(differing).toEqual([]);
  },
);

test.each(translated)('%s has each plural form of the language, and no other', (language) => {
  const categories = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted().join(' ');
  const differing = Object.entries(catalogOf(language)).filter(
    ([, forms]) => typeof forms === 'object' && Object.keys(forms).toSorted().join(' ') !== categories,
  );
  expect(differing).toEqual([]);
});

test.each(translated)('%s is complete', (language) => {
  expect(missingFrom(catalogOf(language), texts)).toEqual({});
});
