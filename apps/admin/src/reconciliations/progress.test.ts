import { expect, test } from 'vitest';
import { progressPercent, progressText } from './progress.ts';

test('before the first page the number of pages is unknown', () => {
  expect(progressText({ pagesDone: 0, pagesTotal: null })).toBe('Not started');
  expect(progressPercent({ pagesDone: 0, pagesTotal: null })).toBeNull();
});

test('progress is shown in pages, and never exceeds 100 percent', () => {
  expect(progressText({ pagesDone: 3, pagesTotal: 12 })).toBe('3 of 12 pages');
  expect(progressPercent({ pagesDone: 3, pagesTotal: 12 })).toBe(25);
  expect(progressPercent({ pagesDone: 13, pagesTotal: 12 })).toBe(100);
});
