import { expect, test } from 'vitest';
import { inSentence } from './inSentence.ts';

test.each([
  ['Payments', 'payments'],
  ['Change requests', 'change requests'],
  ['API keys', 'API keys'],
  ['Second factor of API keys', 'second factor of API keys'],
])('%s is “%s” within a sentence', (label, words) => {
  expect(inSentence(label)).toBe(words);
});
