import { expect, test } from 'vitest';
import { typesText } from './typesText.ts';

test('event types are summed up in a few words', () => {
  expect(typesText(null)).toBe('all');
  expect(typesText(['payment.credited'])).toBe('payment.credited');
  expect(typesText(['payment.credited', 'user.frozen', 'user.unfrozen'])).toBe('payment.credited and 2 more');
});
