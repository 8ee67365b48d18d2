import { describe, expect, it } from 'vitest';
import { listRows } from './listRows.ts';
import type { ListPage, ListQuery } from './records.ts';

const more = { hasNextPage: true, hasPreviousPage: false };
const last = { hasNextPage: false, hasPreviousPage: true };
const newestFirst = { field: 'createdAt', order: 'DESC' } as const;

/** Returns the answers in turn and records the requests. */
function fakeDesk(...answers: (Partial<ListPage<unknown>> | Error)[]) {
  const asked: ListQuery[] = [];
  const fetch = async (query: ListQuery): Promise<ListPage<unknown>> => {
    asked.push(query);
    const answer = answers[asked.length - 1];
    if (answer === undefined) throw new Error('asked once too often');
    if (answer instanceof Error) throw answer;
    return { data: [], pageInfo: last, ...answer };
  };
  return { asked, fetch };
}

describe('listRows', () => {
  it('requests the page, the sort and the translated filter', async () => {
    const { asked, fetch } = fakeDesk({ total: 0 });
    await listRows(
      'payments',
      {
        pagination: { page: 1, perPage: 25 },
        sort: newestFirst,
        filter: { statusGroup: 'refunded', q: ' PAY_1 ' },
      },
      fetch,
    );
    expect(asked).toEqual([
      { page: 1, perPage: 25, sort: newestFirst, filter: { status: ['refunded'], q: 'PAY_1' } },
    ]);
  });

  it('goes to the page that begins at a cursor, and to a page by its number', async () => {
    const { asked, fetch } = fakeDesk(
      { pageInfo: more, nextCursor: 'after-1', previousCursor: 'before-1' },
      {},
    );
    const answer = await listRows(
      'payments',
      { sort: newestFirst, pagination: { page: 1, perPage: 25 }, meta: { cursor: 'after-0' } },
      fetch,
    );
    expect(answer.meta).toEqual({
      totalIsEstimate: false,
      nextCursor: 'after-1',
      previousCursor: 'before-1',
    });
    await listRows('payments', { pagination: { page: 1, perPage: 25 }, meta: { page: 3 } }, fetch);
    expect(asked[0]).toMatchObject({ cursor: 'after-0' });
    expect(asked[0]).not.toHaveProperty('page');
    expect(asked[1]).toMatchObject({ page: 3 });
  });

  it('keeps a capped total out of the page count', async () => {
    const { fetch } = fakeDesk({ total: 10_000, totalIsEstimate: true, pageInfo: more });
    const given = await listRows('transactions', { pagination: { page: 1, perPage: 25 } }, fetch);
    expect(given.total).toBeUndefined();
    expect(given.meta).toEqual({ total: 10_000, totalIsEstimate: true });
  });

  it('gathers an export page by page and stops at the limit', async () => {
    const page = (nextCursor: string) => ({
      data: Array.from({ length: 100 }, (_, id) => ({ id })),
      pageInfo: more,
      nextCursor,
    });
    const { asked, fetch } = fakeDesk(page('a'), page('b'), page('c'));
    const given = await listRows('audit', { pagination: { page: 1, perPage: 250 } }, fetch);
    expect(given.data).toHaveLength(250);
    expect(asked.map(({ cursor }) => cursor)).toEqual([undefined, 'a', 'b']);
    expect(asked.every(({ perPage }) => perPage === 100)).toBe(true);
  });
});
