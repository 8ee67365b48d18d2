import { expect, test } from 'vitest';
import { LANGUAGES } from '../languages.ts';
import { TEXTS } from './index.ts';

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
const others = LANGUAGES.filter((language) => language !== 'en');

test.each(others)('%s has the keys of English, each with words of its own', (language) => {
  const english = TEXTS.en as Record<string, string>;
  const texts = TEXTS[language] as Record<string, string>;
  expect(Object.keys(texts)).toEqual(Object.keys(english));
  expect(Object.entries(texts).filter(([, text]) => text.trim() === '')).toEqual([]);
  // Some words are the same in several languages; a whole sentence is not.
  expect(Object.keys(english).filter((key) => (english[key] ?? '').length > 25 && texts[key] === english[key])).toEqual([]);
});

test.each(others)('%s fills in the same values as English', (language) => {
  const texts = TEXTS[language] as Record<string, string>;
  const differing = Object.entries(TEXTS.en).filter(([key, english]) => new Set(placeholders(english)).symmetricDifference(new Set(placeholders(texts[key] ?? ''))).size > 0);
  expect(differing.map(([key]) => key)).toEqual([]);
});
