import { CursorMemory } from './cursorMemory.ts';
import { isObject, type ListPage, type ListRequest } from './listPage.ts';

/** How a router is paged: `auto` uses cursors where they are known and page numbers otherwise. */
export type Paging = 'auto' | 'page' | 'cursor';

export interface PagingOptions {
  paging: Paging;
  /** The most rows that one call may return. */
  maxPerPage: number;
  /** Whether an error means that the server no longer accepts a cursor. */
  isStaleCursor: (error: unknown) => boolean;
}

type Fetch = (request: ListRequest) => Promise<ListPage>;

/** How many pages are read on the way to one that is known by its number alone. */
const MAX_STEPS = 100;

/** Reads pages of lists, and remembers where the next ones begin. */
export function listReader() {
  const cursors = new CursorMemory();

  async function readPage(request: ListRequest, options: PagingOptions, fetch: Fetch): Promise<ListPage> {
    const place = placeOf(request.meta);
    if (request.perPage > options.maxPerPage) return readAcross(request, options, fetch);
    if (place.cursor !== undefined) return fetch({ ...request, cursor: place.cursor });
    if (place.page !== undefined && options.paging !== 'cursor')
      return fetch({ ...request, page: place.page });
    const list = keyOf(request);
    try {
      return await readRemembered(list, request, options, fetch);
    } catch (error) {
      if (!options.isStaleCursor(error)) throw error;
      cursors.forget(list);
      return readRemembered(list, request, options, fetch);
    }
  }

  async function readRemembered(
    list: string,
    request: ListRequest,
    { paging }: PagingOptions,
    fetch: Fetch,
  ): Promise<ListPage> {
    const { page } = request;
    if (paging === 'page') return fetch(request);
    if (paging === 'auto') return readNoted(list, request, fetch);

    const nearest = cursors.nearest(list, page);
    if (page - nearest > MAX_STEPS) throw new RangeError(`page ${page} is too far from one that was read`);
    for (let at = nearest; at < page; at += 1) {
      const { nextCursor } = await readNoted(list, { ...request, page: at }, fetch);
      if (nextCursor === undefined) return { rows: [], hasNextPage: false, hasPreviousPage: true };
    }
    const answer = await readNoted(list, request, fetch);
    return { ...answer, hasNextPage: answer.nextCursor !== undefined };
  }

  async function readNoted(list: string, request: ListRequest, fetch: Fetch): Promise<ListPage> {
    const cursor = request.page > 1 ? cursors.recall(list, request.page) : undefined;
    const answer = await fetch(cursor === undefined ? request : { ...request, cursor });
    cursors.note(list, request.page, answer.nextCursor);
    return answer;
  }

  return { readPage };
}

/** More rows than a call may return, as for an export: read one after the other, up to the requested number. */
async function readAcross(
  { page, perPage, ...rest }: ListRequest,
  { paging, maxPerPage }: PagingOptions,
  fetch: Fetch,
): Promise<ListPage> {
  const end = page * perPage;
  const base = { ...rest, perPage: maxPerPage };
  let answer = await fetch({ ...base, page: 1 });
  const rows = [...answer.rows];
  for (let at = 2; rows.length < end && answer.hasNextPage; at += 1) {
    const cursor = paging === 'page' ? undefined : answer.nextCursor;
    // Without a cursor, only a page number leads on.
    if (cursor === undefined && paging === 'cursor') break;
    answer = await fetch(cursor === undefined ? { ...base, page: at } : { ...base, page: at, cursor });
    if (answer.rows.length === 0) break;
    rows.push(...answer.rows);
  }
  return {
    ...answer,
    rows: rows.slice(end - perPage, end),
    hasNextPage: rows.length > end || answer.hasNextPage,
    hasPreviousPage: page > 1,
  };
}

/** Where the page begins, if the component says so: `meta: { cursor }` or `meta: { page }`. */
function placeOf(meta: unknown): { cursor?: unknown; page?: number } {
  if (!isObject(meta)) return {};
  return {
    ...(meta.cursor !== undefined && { cursor: meta.cursor }),
    ...(typeof meta.page === 'number' && { page: meta.page }),
  };
}

const keyOf = ({ resource, sort, filter, perPage, meta }: ListRequest): string =>
  JSON.stringify([resource, sort, filter, perPage, meta]);
