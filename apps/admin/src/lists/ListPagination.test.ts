import { expect, it } from 'vitest';
import { pageRangeText } from './ListPagination.tsx';
import { metaOf, placeOf, withoutPage, withoutUnreadableFilter } from './useListPlace.ts';

it('shows a counted total as it is', () => {
  expect(pageRangeText({ row: 26, rows: 9, total: 34 })).toBe('26–34 of 34');
});

it('shows a capped total with a plus', () => {
  expect(pageRangeText({ row: 10_001, rows: 25, total: 10_000, totalIsEstimate: true })).toBe(
    '10,001–10,025 of 10,000+',
  );
});

it('says how many rows a page has whose place is not known', () => {
  expect(pageRangeText({ row: null, rows: 25, total: 10_000, totalIsEstimate: true })).toBe(
    '25 rows of 10,000+',
  );
});

it('reads where a page begins from its address', () => {
  expect(placeOf('?cursor=abc&row=51')).toEqual({ cursor: 'abc', row: 51 });
  expect(placeOf('?cursor=last')).toEqual({ cursor: 'last', row: null });
  expect(placeOf('')).toEqual({ cursor: undefined, row: 1 });
  expect(metaOf({ cursor: undefined, row: 51 }, 25)).toEqual({ page: 3 });
  expect(metaOf({ cursor: 'abc', row: 51 }, 25)).toEqual({ cursor: 'abc' });
});

it('keeps the page of an older link', () => {
  const search = withoutPage('?filter=%7B%7D&page=1200&perPage=10', 25);
  expect(new URLSearchParams(search ?? '').get('row')).toBe('11991');
  expect(withoutPage('?page=1', 25)).toBeNull();
});

it.each(['"x"', '1', 'true', 'null', '[1]', 'not json', ''])(
  'shows a list without the filter %s of a link, with its order',
  (filter) => {
    const search = `?${new URLSearchParams({ filter, sort: 'createdAt' }).toString()}`;
    expect(withoutUnreadableFilter(search)).toBe('?sort=createdAt');
  },
);

it('keeps the filter of a link', () => {
  expect(withoutUnreadableFilter('?filter=%7B%22status%22%3A%22failed%22%7D')).toBeNull();
  expect(withoutUnreadableFilter('?page=2')).toBeNull();
});
