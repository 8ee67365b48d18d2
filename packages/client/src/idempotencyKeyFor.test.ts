import { expect, test } from 'vitest';
import { idempotencyKeyFor } from './idempotencyKeyFor.ts';

test('the same facts give the same key, other facts another one', () => {
  expect(idempotencyKeyFor('charge', 1001)).toBe('charge:1001');
  expect(idempotencyKeyFor('a:b', 'c')).not.toBe(idempotencyKeyFor('a', 'b:c'));
  expect(idempotencyKeyFor('a%3Ab')).not.toBe(idempotencyKeyFor('a:b'));
});

test('every key is what the desk accepts: 1 to 200 visible ASCII characters', () => {
  expect(idempotencyKeyFor('Rückzahlung', 'für Zoë', '😀\n')).toMatch(/^[\x21-\x7e]{1,200}$/);
  expect(idempotencyKeyFor('x'.repeat(200))).toHaveLength(200);
  expect(() => idempotencyKeyFor('x'.repeat(201))).toThrow(RangeError);
  expect(() => idempotencyKeyFor('charge', '')).toThrow(RangeError);
});
