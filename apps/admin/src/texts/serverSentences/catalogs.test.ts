import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { collectSentences } from '../../../scripts/collectSentences.ts';
import { LANGUAGES, type Language } from '../languages.ts';
import { createSentences, type Figures, type SentenceCatalog } from './createSentences.ts';

const sentences = collectSentences();
const translated = LANGUAGES.filter((language) => language !== 'en');
const catalogOf = (language: Language) =>
  JSON.parse(readFileSync(new URL(`./${language}.json`, import.meta.url), 'utf8')) as SentenceCatalog;
const places = (text: string) =>
  Array.from(text.matchAll(/\{(\d+)(?::\w+)?\}/g), ([, index]) => Number(index)).toSorted((a, b) => a - b);

const figures: Figures = {
  usd: (amount) => amount,
  time: (at) => at,
  locale: 'en',
  isolated: (text) => text,
};
const SAMPLES: Record<string, string> = {
  usd: '1400.00 USD',
  number: '35',
  list: 'X1, X2',
  or: 'X1, X2 or X3',
};
const sampleOf = (template: string) =>
  template.replaceAll(
    /\{(\d+)(?::(\w+))?\}/g,
    (_place, index: string, kind?: string) => SAMPLES[kind ?? ''] ?? `X${index}`,
  );

test.each(translated)('%s has each sentence that the server writes for staff, and no other', (language) => {
  expect(Object.keys(catalogOf(language)).toSorted()).toEqual(sentences);
});

test.each(translated)('%s has the values of each sentence, and no empty sentence', (language) => {
  const differing = Object.entries(catalogOf(language)).filter(
    ([english, text]) => text.trim() === '' || places(english).join() !== places(text).join(),
  );
  expect(differing).toEqual([]);
});

test.each(translated)('in %s no sentence is taken for another one', (language) => {
  const catalog = catalogOf(language);
  const written = createSentences(catalog, figures);
  const mistaken = Object.keys(catalog).filter((english) => {
    const alone = createSentences({ [english]: catalog[english] ?? '' }, figures);
    return written(sampleOf(english)) !== alone(sampleOf(english));
  });
  expect(mistaken).toEqual([]);
});
