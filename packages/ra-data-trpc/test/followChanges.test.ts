import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type FollowOptions, followChanges } from '../src/index.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const KEYS = [
  ['books', 'getList', { pagination: { page: 1, perPage: 10 } }],
  ['books', 'getManyReference', { target: 'authorId', id: 'a1' }],
  ['books', 'getOne', { id: 'b1' }],
  ['books', 'getOne', { id: 'b2' }],
  ['books', 'getMany', { ids: ['b2', 'b3'] }],
  ['authors', 'getList', {}],
];

/** A page that shows all of `KEYS`, and what it has read again. */
function page(options: FollowOptions = {}) {
  const queryClient = new QueryClient({ defaultOptions: { queries: { staleTime: Infinity } } });
  const read: string[] = [];
  for (const queryKey of KEYS) {
    queryClient.setQueryData(queryKey, []);
    new QueryObserver(queryClient, {
      queryKey,
      queryFn: () => {
        read.push(JSON.stringify(queryKey));
        return [];
      },
    }).subscribe(() => undefined);
  }
  let change: (resource: string, ids?: readonly string[]) => void = () => undefined;
  const closed = vi.fn<() => void>();
  const end = followChanges(
    queryClient,
    (onChange) => {
      change = onChange;
      return closed;
    },
    options,
  );
  return { read, end, closed, change: (resource: string, ids?: readonly string[]) => change(resource, ids) };
}

const keysOf = (...indexes: number[]) => indexes.map((index) => JSON.stringify(KEYS[index]));

it('reads lists again, and the rows that have changed', async () => {
  const { read, change } = page();
  change('books', ['b2']);
  expect(read).toEqual([]);
  await vi.advanceTimersByTimeAsync(100);
  expect(read).toEqual(keysOf(0, 1, 3, 4));
});

it('reads everything of a resource again when it is not known which rows have changed', async () => {
  const { read, change } = page();
  change('books', ['b2']);
  change('books');
  await vi.advanceTimersByTimeAsync(100);
  expect(read).toEqual(keysOf(0, 1, 2, 3, 4));
});

it('reads what shows something of the changed resource again, but not what is kept', async () => {
  const { read, change } = page({
    affects: { authors: ['books'] },
    keep: ([, method]) => method === 'getOne',
  });
  change('authors', ['a1']);
  await vi.advanceTimersByTimeAsync(100);
  expect(read).toEqual(keysOf(0, 1, 4, 5));
});

it('gathers changes, and pauses between two refreshes', async () => {
  const { read, change } = page({ gatherMs: 100, pauseMs: 1_000 });
  for (let index = 0; index < 50; index += 1) change('authors', [`a${index}`]);
  await vi.advanceTimersByTimeAsync(100);
  expect(read).toHaveLength(1);
  change('authors');
  await vi.advanceTimersByTimeAsync(900);
  expect(read).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(100);
  expect(read).toHaveLength(2);
});

it('ends with its source', async () => {
  const { read, change, end, closed } = page();
  change('books');
  end();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(closed).toHaveBeenCalledOnce();
  expect(read).toEqual([]);
});
