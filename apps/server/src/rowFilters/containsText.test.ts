import { expect, test } from 'vitest';
import { indexedText } from './containsText.ts';

test.each([
  ['raman', 'raman'],
  ['Priya Raman', 'Priya Raman'],
  ['li wu', 'li wu'],
  ['иван', 'иван'],
  ['a@example.org', 'example org'],
  ['a b c', ''],
  ['ok', ''],
  ['...', ''],
  ['% _', ''],
  ['😀😀', ''],
])('an index of trigrams can look for the words of %j: %j', (text, words) => {
  expect(indexedText(text)).toBe(words);
});
