import { MAX_PER_PAGE } from '@paydesk/types/rules';
import { serverFilter } from './serverFilter.ts';
import { CursorMemory } from './cursorMemory.ts';
import { reasonOf } from './httpError.ts';
import type { ListPage, ListQuery, ResourceName } from './records.ts';

/** What react-admin asks of a list. */
export interface ListParams {
  pagination?: { page: number; perPage: number };
  sort?: { field: string; order: 'ASC' | 'DESC' };
  filter?: Record<string, unknown>;
}

/** What react-admin wants back. A capped total travels in `meta`, so that no page count is made of it. */
export interface ListAnswer {
  data: unknown[];
  total?: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
  meta: { total?: number; totalIsEstimate: boolean };
}

type Fetch = (query: ListQuery) => Promise<ListPage<unknown>>;

const cursors = new CursorMemory();

/**
 * One page of a list, by cursor where the page before is known. More rows than a page may hold (an export)
 * are gathered page by page, up to what was asked.
 */
export async function listRows(
  resource: ResourceName,
  asked: ListParams,
  fetch: Fetch,
  now = new Date(),
): Promise<ListAnswer> {
  const { page, perPage } = asked.pagination ?? { page: 1, perPage: 25 };
  const base: ListQuery = {
    perPage: Math.min(perPage, MAX_PER_PAGE),
    filter: serverFilter(resource, asked.filter ?? {}, now),
  };
  if (asked.sort && asked.sort.field !== 'id') base.sort = asked.sort;
  if (perPage > MAX_PER_PAGE) return given(await gather(base, perPage, fetch));

  const list = JSON.stringify([resource, asked.sort, asked.filter, perPage]);
  const answer = await fetchPage(list, page, base, fetch);
  cursors.note(list, page, answer.nextCursor);
  return given(answer);
}

async function fetchPage(
  list: string,
  page: number,
  base: ListQuery,
  fetch: Fetch,
): Promise<ListPage<unknown>> {
  const cursor = page > 1 ? cursors.recall(list, page) : undefined;
  if (cursor === undefined) return fetch({ ...base, page });
  try {
    return await fetch({ ...base, cursor });
  } catch (error) {
    if (reasonOf(error) !== 'INVALID_CURSOR') throw error;
    cursors.forget(list);
    return fetch({ ...base, page });
  }
}

async function gather(base: ListQuery, limit: number, fetch: Fetch): Promise<ListPage<unknown>> {
  let answer = await fetch({ ...base, page: 1 });
  const data = [...answer.data];
  while (data.length < limit && answer.pageInfo.hasNextPage && answer.nextCursor !== undefined) {
    answer = await fetch({ ...base, cursor: answer.nextCursor });
    data.push(...answer.data);
  }
  return { ...answer, data: data.slice(0, limit) };
}

function given({ data, total, totalIsEstimate = false, pageInfo }: ListPage<unknown>): ListAnswer {
  const meta = { totalIsEstimate, ...(total !== undefined && { total }) };
  return { data, pageInfo, meta, ...(total !== undefined && !totalIsEstimate && { total }) };
}
