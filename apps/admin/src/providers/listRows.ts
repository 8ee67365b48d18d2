import { MAX_PER_PAGE } from '@paydesk/types/rules';
import type { ListPage, ListQuery, ResourceName } from './records.ts';
import { serverFilter } from './serverFilter.ts';

/** What react-admin requests of a list. `meta` says where the page begins, if not at the first row. */
export interface ListParams {
  pagination?: { page: number; perPage: number };
  sort?: { field: string; order: 'ASC' | 'DESC' };
  filter?: Record<string, unknown>;
  meta?: { cursor?: string; page?: number } | undefined;
}

/** What the desk says about a page beside its rows. */
export interface ListMeta {
  total?: number;
  totalIsEstimate: boolean;
  nextCursor?: string;
  previousCursor?: string;
}

/**
 * What react-admin expects. A capped total is returned in `meta`, so that no page count is derived from it.
 */
export interface ListAnswer {
  data: unknown[];
  total?: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
  meta: ListMeta;
}

type Fetch = (query: ListQuery) => Promise<ListPage<unknown>>;

/**
 * One page of a list. More rows than a page may hold (an export) are gathered page by page, up to the requested number.
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
  const { cursor, page: asked = page } = params.meta ?? {};
  return toAnswer(await fetch(cursor === undefined ? { ...base, page: asked } : { ...base, cursor }));
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

function toAnswer({
  data,
  total,
  totalIsEstimate = false,
  pageInfo,
  ...cursors
}: ListPage<unknown>): ListAnswer {
  const meta: ListMeta = {
    totalIsEstimate,
    ...(total !== undefined && { total }),
    ...(cursors.nextCursor !== undefined && { nextCursor: cursors.nextCursor }),
    ...(cursors.previousCursor !== undefined && { previousCursor: cursors.previousCursor }),
  };
  return { data, pageInfo, meta, ...(total !== undefined && !totalIsEstimate && { total }) };
}
