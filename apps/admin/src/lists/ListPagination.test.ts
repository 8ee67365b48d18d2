import { expect, it } from 'vitest';
import { pageRangeText } from './ListPagination.tsx';

it('shows a counted total as it is', () => {
  expect(pageRangeText({ page: 2, perPage: 25, rows: 9, total: 34 })).toBe('26–34 of 34');
});

it('shows a capped total with a plus', () => {
  expect(pageRangeText({ page: 401, perPage: 25, rows: 25, total: 10_000, totalIsEstimate: true })).toBe(
    '10,001–10,025 of 10,000+',
  );
});
