import { LAST_PAGE } from '@paydesk/types/rules';
import { createContext, useContext } from 'react';
import { useListContext } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { listMetaOf } from '../providers/listMeta.ts';

/** Where a page of a list begins: after a cursor, or at a row. Null: its number is not known. */
interface Place {
  cursor: string | undefined;
  row: number | null;
}

/** The place in an address. Without a cursor and a row it is the beginning of the list. */
export function placeOf(search: string): Place {
  const params = new URLSearchParams(search);
  const cursor = params.get('cursor') ?? undefined;
  const row = Number(params.get('row'));
  const isKnown = Number.isSafeInteger(row) && row > 0;
  return { cursor, row: isKnown ? row : cursor === undefined ? 1 : null };
}

/** The query of the list for that place. */
export function metaOf({ cursor, row }: Place, perPage: number): { cursor?: string; page?: number } {
  if (cursor !== undefined) return { cursor };
  return row === null || row === 1 ? {} : { page: Math.ceil(row / perPage) };
}

/** The address with `?page=N`, as older links have it, in terms of rows; null if it needs no change. */
export function withoutPage(search: string, defaultPerPage: number): string | null {
  const params = new URLSearchParams(search);
  const page = Number(params.get('page'));
  if (!Number.isSafeInteger(page) || page <= 1) return null;
  const perPage = Number(params.get('perPage')) || defaultPerPage;
  params.set('page', '1');
  params.set('row', String((page - 1) * perPage + 1));
  return `?${params.toString()}`;
}

/** The address without a filter that is no object, as none of ours is; null if it needs no change. */
export function withoutUnreadableFilter(search: string): string | null {
  const params = new URLSearchParams(search);
  const filter = params.get('filter');
  if (filter === null || isObject(filter)) return null;
  params.delete('filter');
  return `?${params.toString()}`;
}

function isObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** Where the list of a page is, by the address. A list within another page has none: its pages have numbers. */
export const ListPlaceContext = createContext<Place | null>(null);

interface Pages {
  /** The number of the first row that is shown; null if it is not known. */
  row: number | null;
  first: () => void;
  last: () => void;
  next: (cursor: string) => void;
  previous: (cursor: string) => void;
}

/** Where the list is, and how to go to another page of it. */
export function useListPlace(): Pages {
  const place = useContext(ListPlaceContext);
  const byAddress = useAddress(place ?? { cursor: undefined, row: 1 });
  const { page, perPage, setPage, total } = useListContext();
  if (place !== null) return byAddress;
  return {
    row: (page - 1) * perPage + 1,
    first: () => setPage(1),
    last: () => setPage(Math.max(1, Math.ceil((total ?? 0) / perPage))),
    next: () => setPage(page + 1),
    previous: () => setPage(page - 1),
  };
}

/** The address has all of the list: it can be shared. */
function useAddress(place: Place): Pages {
  const navigate = useNavigate();
  const list = useListContext();
  const { filterValues, sort, perPage, data } = list;
  const { total, totalIsEstimate } = listMetaOf(list);
  const rows = data?.length ?? 0;
  // The last page ends with the last row.
  const isLast = place.cursor === LAST_PAGE && total !== undefined && !totalIsEstimate;
  const row = isLast ? Math.max(1, total - rows + 1) : place.row;

  const goTo = (next: Place) => {
    const params = new URLSearchParams({
      filter: JSON.stringify(filterValues),
      sort: sort.field,
      order: sort.order,
      page: '1',
      perPage: String(perPage),
    });
    if (next.cursor !== undefined) params.set('cursor', next.cursor);
    if (next.row !== null && next.row > 1) params.set('row', String(next.row));
    void navigate({ search: `?${params.toString()}` });
  };
  return {
    row,
    first: () => goTo({ cursor: undefined, row: 1 }),
    last: () => goTo({ cursor: LAST_PAGE, row: null }),
    next: (cursor) => goTo({ cursor, row: row === null ? null : row + rows }),
    previous: (cursor) =>
      // A page that begins with the first row needs no cursor.
      row !== null && row <= perPage + 1
        ? goTo({ cursor: undefined, row: 1 })
        : goTo({ cursor, row: row === null ? null : row - perPage }),
  };
}
