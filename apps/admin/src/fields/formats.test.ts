import { expect, it } from 'vitest';
import { age, ago, utcTime } from './formats.ts';

const now = new Date('2026-11-23T12:00:00.000Z');

it('tells an age in one whole unit', () => {
  expect(age('2026-11-23T08:59:00.000Z', now)).toBe('3 h');
  expect(age('2026-11-20T12:00:00.000Z', now)).toBe('3 d');
});

it('treats a time in the future as now', () => {
  expect(ago('2026-11-23T12:05:00.000Z', now)).toBe('just now');
});

it('writes UTC to the second', () => {
  expect(utcTime('2026-11-03T14:05:09.123Z')).toBe('2026-11-03 14:05:09 UTC');
});
