import { expect, test } from 'vitest';
import { bucketTitle, spanText } from './bucketLabels.ts';

const at = (text: string) => new Date(text).toISOString();
/** Intl puts thin spaces around its dashes and before AM and PM. */
const plain = (text: string) => text.replaceAll(/[\u2009\u202F]/g, ' ');

test('a span of whole days is written with its first and its last day', () => {
  const span = { from: at('2026-11-01T00:00:00.000'), until: at('2026-11-28T23:59:59.999') };
  expect(plain(spanText(span))).toBe('Nov 1 – 28, 2026');
});

test('a span that ends within a day is written with its days, and until when on the last one', () => {
  const span = { from: at('2026-09-30T00:00:00.000'), until: at('2026-10-29T22:59:59.999') };
  expect(plain(spanText(span))).toBe('Sep 30 – Oct 29, 2026, until 11:00 PM');
  const today = { from: at('2026-10-29T00:00:00.000'), until: at('2026-10-29T10:29:59.999') };
  expect(plain(spanText(today))).toBe('Oct 29, 2026, until 10:30 AM');
});

test('an hour is written with its date and both of its times', () => {
  const hour = { from: at('2026-10-29T10:00:00.000'), until: at('2026-10-29T10:59:59.999') };
  expect(plain(bucketTitle(hour, 'hour'))).toBe('Oct 29, 2026, 10:00 – 11:00 AM');
});
