import { describe, expect, it } from 'vitest';
import {
  type ResourceAdapter,
  toPage,
  trpcDataProvider,
  type TrpcDataProviderOptions,
} from '../src/index.ts';
import { type Library, libraryClient } from './library.ts';

type Options = TrpcDataProviderOptions<Library, Record<never, never>, Record<never, never>>;

function library(options: Options = {}) {
  const { client, sent, inputs } = libraryClient();
  const provider = trpcDataProvider(client, options);
  const page = (number: number, rest: object = {}) =>
    provider.getList('books', { pagination: { page: number, perPage: 10 }, ...rest });
  return { provider, sent, inputs, page };
}

describe('a list with cursors', () => {
  it('asks for page, sort and filter by the conventional names', async () => {
    const { inputs, page } = library();
    const sort = { field: 'title', order: 'ASC' } as const;
    const { data, total, pageInfo } = await page(1, { sort, filter: { authorId: 'a1' } });
    expect(inputs()).toEqual([{ page: 1, perPage: 10, sort, filter: { authorId: 'a1' } }]);
    expect(data.map(({ id }) => id).slice(0, 3)).toEqual(['b01', 'b04', 'b07']);
    expect(total).toBeUndefined();
    expect(pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false });
  });

  it('goes to the next page by the cursor of the page before', async () => {
    const { inputs, page } = library();
    await page(1);
    const { data, pageInfo } = await page(2);
    expect(inputs()[1]).toEqual({ cursor: 'b10', perPage: 10, filter: {} });
    expect(data[0].id).toBe('b11');
    expect(pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: true });
  });

  it('goes to a page by its number where no cursor is known, and to none after the last', async () => {
    const { inputs, page } = library();
    const { data, pageInfo } = await page(6);
    expect(inputs()).toEqual([{ page: 6, perPage: 10, filter: {} }]);
    expect(data).toHaveLength(5);
    expect(pageInfo?.hasNextPage).toBe(false);
  });

  it('does not use the cursors of another sort, filter or page size', async () => {
    const { provider, inputs, page } = library();
    await page(1);
    await page(2, { sort: { field: 'pages', order: 'DESC' } });
    await page(2, { filter: { q: 'Book' } });
    await provider.getList('books', { pagination: { page: 2, perPage: 5 } });
    for (const input of inputs().slice(1)) expect(input).toMatchObject({ page: 2 });
  });

  it('begins at the cursor or the page that `meta` names', async () => {
    const { inputs, page } = library();
    const { meta } = await page(1);
    expect(meta).toEqual({ totalIsEstimate: false, nextCursor: 'b10' });
    const { data, pageInfo } = await page(1, { meta: { cursor: meta.nextCursor } });
    expect(data[0].id).toBe('b11');
    expect(pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: true });
    await page(1, { meta: { page: 3 } });
    expect(inputs()[2]).toMatchObject({ page: 3 });
  });

  it('reads on from the nearest known page where a router has cursors alone', async () => {
    const { inputs, page } = library({ resources: { books: { paging: 'cursor', toQuery: withoutPage } } });
    const first = await page(1);
    expect(first.pageInfo?.hasNextPage).toBe(true);
    const { data } = await page(4);
    expect(data[0].id).toBe('b31');
    expect(inputs().map((input) => (input as { cursor?: string }).cursor)).toEqual([
      undefined,
      'b10',
      'b20',
      'b30',
    ]);
    const { data: after, pageInfo } = await page(9);
    expect(after).toEqual([]);
    expect(pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true });
  });

  it('reads a list again without a cursor that is no longer accepted', async () => {
    const { provider, inputs } = library({
      resources: {
        books: {
          toPage: (answer) => ({
            rows: (answer as { items: unknown[] }).items,
            hasNextPage: true,
            hasPreviousPage: false,
            nextCursor: 'bOld',
          }),
        },
      },
      isStaleCursor: (error) => error instanceof Error && error.message === 'cursor expired',
    });
    const page = (number: number) => provider.getList('books', { pagination: { page: number, perPage: 10 } });
    await page(1);
    const { data } = await page(2);
    expect(data[0].id).toBe('b11');
    expect(inputs().slice(1)).toMatchObject([{ cursor: 'bOld' }, { page: 2 }]);
  });

  it('reports an error of a cursor that is not known to be about it, without another call', async () => {
    const toPage = () => ({ rows: [], hasNextPage: true, hasPreviousPage: false, nextCursor: 'bOld' });
    const { page, sent } = library({ resources: { books: { toPage } } });
    await page(1);
    await expect(page(2)).rejects.toThrow('cursor expired');
    expect(sent).toHaveLength(2);
  });

  it('ends with a full page after which there is no cursor', async () => {
    const { provider } = library({ resources: { books: { paging: 'cursor', toQuery: withoutPage } } });
    const filter = { authorId: 'a2' };
    const whole = await provider.getList('books', { pagination: { page: 1, perPage: 18 }, filter });
    expect(whole.data).toHaveLength(18);
    expect(whole.pageInfo?.hasNextPage).toBe(false);
  });

  it('ends with a full page that began at a cursor, or has null for the next one', () => {
    const request = { resource: 'books', page: 2, perPage: 2, filter: {} };
    expect(toPage({ items: [1, 2] }, { ...request, cursor: 'b02' }).hasNextPage).toBe(false);
    expect(toPage({ items: [1, 2], nextCursor: null }, request).hasNextPage).toBe(false);
    expect(toPage({ items: [1, 2] }, request).hasNextPage).toBe(true);
    expect(toPage({ items: [1] }, request).hasNextPage).toBe(false);
    expect(toPage({ items: [1, 2], hasNextPage: false }, request).hasNextPage).toBe(false);
    expect(toPage({ items: [1, 2], total: 4 }, request).hasNextPage).toBe(false);
    expect(toPage({ items: [1, 2], total: 5 }, request).hasNextPage).toBe(true);
  });

  it('reads more rows than a call may return one call after the other', async () => {
    const { provider, inputs } = library({ defaults: { maxPerPage: 20 } });
    const { data, pageInfo } = await provider.getList('books', { pagination: { page: 1, perPage: 50 } });
    expect(data).toHaveLength(50);
    expect(data.at(-1).id).toBe('b50');
    expect(pageInfo?.hasNextPage).toBe(true);
    expect(inputs()).toMatchObject([{ page: 1 }, { cursor: 'b20' }, { cursor: 'b40' }]);
    await provider.getList('books', { pagination: { page: 1, perPage: 30 } });
    expect(inputs()).toHaveLength(5);
    const second = await provider.getList('books', { pagination: { page: 2, perPage: 30 } });
    expect(second.data.map(({ id }) => id)).toEqual(
      Array.from({ length: 25 }, (_, index) => `b${index + 31}`),
    );
    expect(second.pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: true });
  });
});

const withoutPage: NonNullable<ResourceAdapter['toQuery']> = ({ perPage, cursor, filter }) => ({
  perPage,
  filter,
  ...(cursor !== undefined && { cursor }),
});

describe('a list that is paged otherwise', () => {
  it('takes rows alone', async () => {
    const { provider } = library({ resources: { authors: { toQuery: () => undefined } } });
    const { data, pageInfo } = await provider.getList('authors', { pagination: { page: 1, perPage: 10 } });
    expect(data).toHaveLength(3);
    expect(pageInfo).toEqual({ hasNextPage: false, hasPreviousPage: false });
  });

  it('maps offset and limit, another answer and another id, of a resource without a router', async () => {
    const { client, inputs } = libraryClient();
    const provider = trpcDataProvider(client, {
      otherResources: {
        loans: {
          list: (query: { offset: number; limit: number }, { signal }) =>
            client.reports.loans.query(query, { signal }),
          toQuery: ({ page, perPage }) => ({ offset: (page - 1) * perPage, limit: perPage }),
          toPage: (answer) => {
            const { loans, count } = answer as { loans: unknown[]; count: number };
            return {
              rows: loans,
              total: count,
              totalIsEstimate: true,
              hasNextPage: true,
              hasPreviousPage: false,
            };
          },
          toRow: (row) => ({ ...(row as object), id: (row as { book: string }).book }),
          get: false,
        },
      },
    });
    const { data, total, meta } = await provider.getList('loans', { pagination: { page: 2, perPage: 5 } });
    expect(inputs()).toEqual([{ offset: 5, limit: 5 }]);
    expect(data[0]).toEqual({ id: 'b06', book: 'b06', days: 7 });
    // At least so many: no number of pages follows from it.
    expect(total).toBeUndefined();
    expect(meta).toEqual({ total: 1000, totalIsEstimate: true });
    await expect(provider.getOne('loans', { id: 'b06' })).rejects.toThrow('loans have no get');
  });

  it('says which procedure returned no rows', async () => {
    const { client } = libraryClient();
    const provider = trpcDataProvider(client, {
      resources: { books: { list: () => Promise.resolve({ rows: [] }) } },
    });
    await expect(provider.getList('books', {})).rejects.toThrow(/^books\.list returned no rows/);
  });
});

it('lists the rows that refer to another one', async () => {
  const { provider, inputs } = library();
  const { data } = await provider.getManyReference('books', {
    target: 'authorId',
    id: 'a2',
    pagination: { page: 1, perPage: 20 },
    sort: { field: 'id', order: 'ASC' },
    filter: { q: '2' },
  });
  expect(inputs()[0]).toMatchObject({ filter: { q: '2', authorId: 'a2' } });
  expect(data.every(({ authorId }) => authorId === 'a2')).toBe(true);
});

it('reads one row, many rows, and one by one where there is no `getMany`', async () => {
  const { provider, sent } = library({ resources: { authors: { getMany: 'oneByOne' } } });
  await expect(provider.getOne('books', { id: 'b07' })).resolves.toMatchObject({ data: { title: 'Book 7' } });
  const { data } = await provider.getMany('books', { ids: ['b01', 'b55'] });
  expect(data.map(({ id }) => id)).toEqual(['b01', 'b55']);
  await expect(provider.getMany('authors', { ids: ['a1', 'a3'] })).resolves.toEqual({
    data: [
      { id: 'a1', name: 'Ada' },
      { id: 'a3', name: 'Cy' },
    ],
  });
  expect(sent.map(({ path }) => path)).toEqual(['books.get', 'books.getMany', 'authors.get', 'authors.get']);
});
