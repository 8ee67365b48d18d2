import { MAX_PER_PAGE } from '@paydesk/types/rules';
import { CursorMemory } from './cursorMemory.ts';
import { reasonOf } from './httpError.ts';
import type { ListPage, ListQuery, ResourceName } from './records.ts';
import { serverFilter } from './serverFilter.ts';

/** What react-admin requests of a list. */
export interface ListParams {
  pagination?: { page: number; perPage: number };
  sort?: { field: string; order: 'ASC' | 'DESC' };
  filter?: Record<string, unknown>;
}

/**
 * What react-admin expects. A capped total is returned in `meta`, so that no page count is derived from it.
 */
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
 * are gathered page by page, up to the requested number.
 */
export async function listRows(
  resource: ResourceName,
  params: ListParams,
  fetch: Fetch,
  now = new Date(),
): Promise<ListAnswer> {
  const { page, perPage } = params.pagination ?? { page: 1, perPage: 25 };
  const base: ListQuery = {
    perPage: Math.min(perPage, MAX_PER_PAGE),
    filter: serverFilter(resource, params.filter ?? {}, now),
  };
  if (params.sort && params.sort.field !== 'id') base.sort = params.sort;
  if (perPage > MAX_PER_PAGE) return toAnswer(await gather(base, perPage, fetch));

  const list = JSON.stringify([resource, params.sort, params.filter, perPage]);
  const answer = await fetchPage(list, page, base, fetch);
  cursors.note(list, page, answer.nextCursor);
  return toAnswer(answer);
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

function toAnswer({ data, total, totalIsEstimate = false, pageInfo }: ListPage<unknown>): ListAnswer {
  const meta = { totalIsEstimate, ...(total !== undefined && { total }) };
  return { data, pageInfo, meta, ...(total !== undefined && !totalIsEstimate && { total }) };
}
