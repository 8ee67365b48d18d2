/** The page of a list that react-admin requests, as an adapter sees it. */
export interface ListRequest<Resource extends string = string> {
  resource: Resource;
  /** Counted from 1. */
  page: number;
  perPage: number;
  /** Where the page begins, if that is known; then `page` need not be sent. */
  cursor?: unknown;
  sort?: { field: string; order: 'ASC' | 'DESC' };
  filter: Record<string, unknown>;
  /** What the component gave as `meta` of its query. */
  meta?: unknown;
}

/** A page of a list, as an adapter returns it. */
export interface ListPage {
  rows: readonly unknown[];
  /** How many rows the filter leaves; absent where the server does not count. */
  total?: number;
  /** `total` is only what was counted: at least so many. */
  totalIsEstimate?: boolean;
  hasNextPage: boolean;
  hasPreviousPage: boolean;
  nextCursor?: unknown;
  previousCursor?: unknown;
}

/** What the list's `meta` has: everything about the page for which react-admin has no place. */
export interface ListMeta<Cursor = unknown> {
  /** A total that is only a lower bound is here alone, so that no page count is derived from it. */
  total?: number;
  totalIsEstimate: boolean;
  nextCursor?: Cursor;
  previousCursor?: Cursor;
}

/** The result of react-admin's `getList`. */
export interface ListResult {
  data: unknown[];
  total?: number;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
  meta: ListMeta;
}

/** The conventional input of `list`: the place as cursor where it is known, as page number otherwise. */
export function toQuery({ page, perPage, cursor, sort, filter }: ListRequest): Record<string, unknown> {
  return { ...(cursor === undefined ? { page } : { cursor }), perPage, ...(sort && { sort }), filter };
}

/**
 * Reads the answer of `list`: rows alone, or `{ items }` or `{ data }` with any of `total`, `totalIsEstimate`,
 * `nextCursor`, `previousCursor`, `hasNextPage`, and `pageInfo`.
 *
 * @throws TypeError for any other answer
 */
export function toPage(answer: unknown, { resource, page, perPage, cursor }: ListRequest): ListPage {
  const rows = rowsOf(answer, `${resource}.list`);
  const fields = isObject(answer) ? answer : {};
  const pageInfo = isObject(fields.pageInfo) ? fields.pageInfo : {};
  const total = typeof fields.total === 'number' ? fields.total : undefined;
  const nextCursor = fields.nextCursor ?? undefined;
  const previousCursor = fields.previousCursor ?? undefined;

  function hasRowsAfter(): boolean {
    if (nextCursor !== undefined) return true;
    // An undefined cursor is not sent: a page that began at one was the last.
    if ('nextCursor' in fields || cursor !== undefined) return false;
    if (total !== undefined && fields.totalIsEstimate !== true) return page * perPage < total;
    return rows.length >= perPage;
  }

  return {
    rows,
    ...(total !== undefined && { total }),
    totalIsEstimate: fields.totalIsEstimate === true,
    hasNextPage: booleanOf(pageInfo.hasNextPage) ?? booleanOf(fields.hasNextPage) ?? hasRowsAfter(),
    hasPreviousPage:
      booleanOf(pageInfo.hasPreviousPage) ??
      booleanOf(fields.hasPreviousPage) ??
      (page > 1 || cursor !== undefined),
    ...(nextCursor !== undefined && { nextCursor }),
    ...(previousCursor !== undefined && { previousCursor }),
  };
}

/**
 * The rows of an answer, which is an array or has them as `items` or `data`.
 *
 * @throws TypeError when there are none
 */
export function rowsOf(answer: unknown, procedure: string): readonly unknown[] {
  if (Array.isArray(answer)) return answer;
  const rows = isObject(answer) ? (answer.items ?? answer.data) : undefined;
  if (Array.isArray(rows)) return rows;
  throw new TypeError(`${procedure} returned no rows: an array, { items } or { data } is expected`);
}

export function toListResult(page: ListPage, toRow: (row: unknown) => unknown): ListResult {
  const { rows, total, totalIsEstimate = false, hasNextPage, hasPreviousPage } = page;
  const meta: ListMeta = {
    totalIsEstimate,
    ...(total !== undefined && { total }),
    ...(page.nextCursor !== undefined && { nextCursor: page.nextCursor }),
    ...(page.previousCursor !== undefined && { previousCursor: page.previousCursor }),
  };
  return {
    data: rows.map(toRow),
    pageInfo: { hasNextPage, hasPreviousPage },
    meta,
    ...(total !== undefined && !totalIsEstimate && { total }),
  };
}

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const booleanOf = (value: unknown): boolean | undefined => (typeof value === 'boolean' ? value : undefined);
