import { expect, test } from 'vitest';
import { invalidReason } from './CommandField.tsx';

const field = { name: 'confirm', label: 'Confirm', equals: 'one person', required: true };

test('a phrase to confirm may be copied with the marks around it, and is nothing else', () => {
  expect(invalidReason(field, ' \u2068one person\u2069 ')).toBeNull();
  expect(invalidReason(field, 'one  person')).toBe('Type “one person” to confirm.');
});
