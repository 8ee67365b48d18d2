import { expect, test } from 'vitest';
import { collectTexts } from '../../scripts/collectTexts.ts';

test('people see no text that cannot be translated', () => {
  expect(collectTexts().untranslated).toEqual([]);
}, 30_000);
