import { expect, test } from 'vitest';
import { progressPercent, progressText } from './progress.ts';

test('before the first page nobody knows how many there are', () => {
  expect(progressText({ pagesDone: 0, pagesTotal: null })).toBe('Not begun');
  expect(progressPercent({ pagesDone: 0, pagesTotal: null })).toBeNull();
});

test('progress is told in pages, and never passes the end', () => {
  expect(progressText({ pagesDone: 3, pagesTotal: 12 })).toBe('3 of 12 pages');
  expect(progressPercent({ pagesDone: 3, pagesTotal: 12 })).toBe(25);
  expect(progressPercent({ pagesDone: 13, pagesTotal: 12 })).toBe(100);
});
