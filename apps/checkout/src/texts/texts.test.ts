import { expect, test } from 'vitest';
import { LANGUAGES } from '../languages.ts';
import { TEXTS } from './index.ts';

/** Each placeholder once, in an order that does not depend on the sentence. */
const placeholders = (text: string) =>
  [...new Set([...text.matchAll(/\{(\w+)\}/g)].map((match) => String(match[1])))]
    .toSorted((a, b) => a.localeCompare(b))
    .join(' ');
const others = LANGUAGES.filter((language) => language !== 'en');

test.each(others)('%s has the keys of English, each with its own text', (language) => {
  const english = TEXTS.en as Record<string, string>;
  const texts = TEXTS[language] as Record<string, string>;
  expect(Object.keys(texts)).toEqual(Object.keys(english));
  expect(Object.entries(texts).filter(([, text]) => text.trim() === '')).toEqual([]);
  // Single words may be the same in several languages; a sentence is not.
  expect(
    Object.keys(english).filter((key) => (english[key] ?? '').length > 25 && texts[key] === english[key]),
  ).toEqual([]);
});

test.each(others)('%s has the same placeholders as English', (language) => {
  const texts = TEXTS[language] as Record<string, string>;
  const differing = Object.entries(TEXTS.en).filter(
    ([key, english]) => placeholders(english) !== placeholders(texts[key] ?? ''),
  );
  expect(differing.map(([key]) => key)).toEqual([]);
});
