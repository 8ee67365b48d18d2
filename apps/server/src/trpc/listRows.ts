import { COUNT_CAP, LAST_PAGE, MAX_OFFSET } from '@paydesk/types';
import type { Knex } from 'knex';
import type { Model, QueryBuilder } from 'objection';
import { DomainError } from '../base/domainError.ts';
import { postgresErrorOf } from '../db/refusal.ts';

/** How a sort field is computed. */
interface SortColumn {
  /** A column or an indexed expression, without user input. */
  sql: string;
  type: 'timestamptz' | 'numeric' | 'text' | 'bigint' | 'int';
}

interface ListInput<S extends string> {
  page?: number | undefined;
  perPage?: number | undefined;
  cursor?: string | undefined;
  sort?: { field: S; order: 'ASC' | 'DESC' } | undefined;
  filter?: object | undefined;
  /** False: the total is not counted; for exports, which read page after page. No client can send it. */
  isCounted?: boolean;
}

export interface ListPlan<M extends Model, S extends string> {
  knex: Knex;
  /** Builds the filtered query, without order or limit, for the page and for the count. */
  query: () => QueryBuilder<M, M[]>;
  input: ListInput<S>;
  sortColumns: Record<S, SortColumn>;
  defaultSort: { field: S; order: 'ASC' | 'DESC' };
  /** The unique column that breaks ties. */
  idColumn: string;
}

export interface ListPage<M> {
  rows: M[];
  total: number;
  totalIsEstimate: boolean;
  pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean };
  nextCursor?: string;
  previousCursor?: string;
}

export const DEFAULT_PER_PAGE = 25;

/**
 * One page of a list. With a cursor, pages are keyset pages, `(sort column, id)` after or before the cursor, which cost
 * the same at any depth; the cursor `last` is the last page. `page` uses OFFSET up to MAX_OFFSET rows; the total is
 * counted up to COUNT_CAP. Refuses with PAGE_TOO_DEEP, INVALID_CURSOR.
 */
export async function listRows<M extends Model, S extends string>(
  plan: ListPlan<M, S>,
): Promise<ListPage<M>> {
  const sort = plan.input.sort ?? plan.defaultSort;
  const column = plan.sortColumns[sort.field];
  const perPage = plan.input.perPage ?? DEFAULT_PER_PAGE;
  const place = placeOf(plan.input, sort, perPage);
  const isBackward = place.kind === 'before' || place.kind === 'last';
  const order = (sort.order === 'ASC') === isBackward ? 'desc' : 'asc';

  const page = plan.query();
  void page
    .select(`${page.modelClass().tableName}.*`, plan.knex.raw(`(${column.sql})::text as "sortValue"`))
    .limit(perPage + 1);
  whereAfterCreation(page, { sql: column.sql, field: sort.field, filter: plan.input.filter });
  if (place.kind === 'before' || place.kind === 'after')
    void page.whereRaw(
      `(${column.sql}, ${plan.idColumn}) ${order === 'asc' ? '>' : '<'} (?::${column.type}, ?::uuid)`,
      [place.value, place.id],
    );
  if (place.kind === 'offset' && place.rows > 0) void page.offset(place.rows);

  const inOrderOf = (sql: string) => page.orderByRaw(`${sql} ${order}, ${plan.idColumn} ${order}`);
  const isCounted = plan.input.isCounted !== false;
  const counting = isCounted ? countUpTo(plan, COUNT_CAP + 1) : 0;
  // The rows are found by the filter and sorted: an index that has the order would be walked along for them.
  const isSorted =
    isSearch(plan.input) || (isCounted && isOfOtherTime(sort.field, plan) && (await counting) <= COUNT_CAP);
  void inOrderOf(isSorted ? inNoIndex(column) : column.sql);
  const [found, counted] = await Promise.all([
    readBehindCursor(plan.input.cursor, async () => await page),
    counting,
  ]);
  const hasMore = found.length > perPage;
  const inOrder = hasMore ? found.slice(0, perPage) : found;
  const rows = isBackward ? inOrder.toReversed() : inOrder;
  const hasNextPage = isBackward ? place.kind === 'before' : hasMore;
  const hasPreviousPage = isBackward ? hasMore : place.kind !== 'offset' || place.rows > 0;
  const [first, last] = [rows.at(0), rows.at(-1)];
  return {
    rows,
    total: Math.min(counted, COUNT_CAP),
    totalIsEstimate: counted > COUNT_CAP,
    pageInfo: { hasNextPage, hasPreviousPage },
    ...(hasNextPage && last !== undefined && { nextCursor: cursorOf('after', sort, last, plan.idColumn) }),
    ...(hasPreviousPage &&
      first !== undefined && { previousCursor: cursorOf('before', sort, first, plan.idColumn) }),
  };
}

/** Where a page begins, or, for the pages before a row, where it ends. */
type Place =
  | { kind: 'offset'; rows: number }
  | { kind: 'after' | 'before'; value: string; id: string }
  | { kind: 'last' };

function placeOf({ page, cursor }: ListInput<string>, sort: Sort, perPage: number): Place {
  if (cursor === undefined) return { kind: 'offset', rows: offsetOf(page ?? 1, perPage) };
  if (cursor === LAST_PAGE) return { kind: 'last' };
  const [field, order, value, id, direction] = parseCursor(cursor);
  if (field !== sort.field || order !== sort.order)
    throw new DomainError('INVALID_CURSOR', 'this cursor belongs to another sort order');
  return { kind: direction, value, id };
}

/** Times of a row that are not before its creation, but for the difference of two clocks. */
const LATER_TIMES: readonly string[] = ['updatedAt', 'statusChangedAt'];

/** Rows created since a time have changed since then too: in the order of changes, the index begins there. */
function whereAfterCreation<M extends Model, S extends string>(
  page: QueryBuilder<M, M[]>,
  { sql, field, filter = {} }: { sql: string; field: S; filter: object | undefined },
): void {
  const createdAfter = 'createdAfter' in filter ? filter.createdAfter : undefined;
  if (typeof createdAfter === 'string' && LATER_TIMES.includes(field))
    void page.whereRaw(`${sql} >= ?::timestamptz - interval '1 day'`, [createdAfter]);
}

/**
 * Whether a filter bounds another time than that of the order. Both have an index, and PostgreSQL expects that the order
 * meets rows of the filter soon; but times of one row are near each other, and it may walk past all others first.
 */
function isOfOtherTime(field: string, { input, sortColumns }: TimesOfPlan): boolean {
  if (!field.endsWith('At')) return false;
  const bounded = Object.keys(input.filter ?? {}).flatMap(
    (name) => /^(.*)(?:After|Before)$/.exec(name)?.slice(1) ?? [],
  );
  return bounded.some((time) => `${time}At` in sortColumns && `${time}At` !== field);
}

/** Whether the filter is a search, which leaves few rows: at most 500 for each way to read its text, or a small table's. */
const isSearch = ({ filter = {} }: ListInput<string>): boolean => 'q' in filter && filter.q !== undefined;

/** An expression with the values of a column that no index has. */
function inNoIndex({ sql, type }: SortColumn): string {
  if (type === 'text') return `(${sql} || '')`;
  return type === 'timestamptz' ? `(${sql} + interval '0')` : `(${sql} + 0)`;
}

interface TimesOfPlan {
  input: ListInput<string>;
  sortColumns: Record<string, SortColumn>;
}

/** Counts no further than `most`. Objection's `resultSize` takes a limit away: it would count all rows. */
async function countUpTo<M extends Model, S extends string>(
  { knex, query, input, sortColumns, defaultSort }: ListPlan<M, S>,
  most: number,
): Promise<number> {
  const some = query().clearSelect().select(knex.raw('1')).limit(most);
  if (isSince(defaultSort.field, input.filter))
    void some.orderByRaw(`${sortColumns[defaultSort.field].sql} desc`);
  const [counted] = await knex.count<{ count: string }[]>().from(some.toKnexQuery().as('some'));
  return Number(counted?.count);
}

/**
 * Whether a filter leaves only rows since a time of this field, such as `createdAfter` of `createdAt`. What is counted is
 * then read from the newest row, by an index: without an order PostgreSQL reads the table from its oldest row, and drops
 * all before the time. In the order of another field it would have to read them too.
 */
export const isSince = (field: string, filter: object | undefined): boolean =>
  field.endsWith('At') && `${field.slice(0, -'At'.length)}After` in (filter ?? {});

/**
 * Reads a page by a statement that casts the values of its cursor, if it has one: those that PostgreSQL cannot cast did
 * not come from a page. Refuses with INVALID_CURSOR.
 */
export async function readBehindCursor<Page>(
  cursor: string | undefined,
  read: () => Promise<Page>,
): Promise<Page> {
  try {
    return await read();
  } catch (error) {
    // Class 22: data exceptions.
    if (cursor !== undefined && postgresErrorOf(error)?.code.startsWith('22') === true)
      throw new DomainError('INVALID_CURSOR', 'this is not a cursor of a list');
    throw error;
  }
}

function offsetOf(page: number, perPage: number): number {
  const offset = (page - 1) * perPage;
  if (offset > MAX_OFFSET)
    throw new DomainError(
      'PAGE_TOO_DEEP',
      `pages beyond row ${MAX_OFFSET} need the cursor of the previous page, or a filter`,
    );
  return offset;
}

type Sort = { field: string; order: 'ASC' | 'DESC' };

function cursorOf(direction: Direction, sort: Sort, row: Model, idColumn: string): string {
  const values = row as unknown as Record<string, string>;
  const id = values[camel(idColumn)];
  const parts = [
    sort.field,
    sort.order,
    values['sortValue'],
    id,
    ...(direction === 'before' ? [direction] : []),
  ];
  return Buffer.from(JSON.stringify(parts)).toString('base64url');
}

const camel = (column: string) =>
  (column.split('.').at(-1) ?? column).replaceAll(/_([a-z])/g, (_match, letter: string) =>
    letter.toUpperCase(),
  );

type Direction = 'after' | 'before';

function parseCursor(cursor: string): [string, string, string, string, Direction] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString());
    if (Array.isArray(parts) && parts.every((part) => typeof part === 'string')) {
      const [field, order, value, id, direction = 'after', ...more] = parts;
      if (
        field !== undefined &&
        order !== undefined &&
        value !== undefined &&
        /^[0-9a-f-]{36}$/.test(id ?? '') &&
        (direction === 'after' || (direction === 'before' && parts.length === 5)) &&
        more.length === 0
      )
        return [field, order, value, id ?? '', direction];
    }
  } catch {
    // Refused below.
  }
  throw new DomainError('INVALID_CURSOR', 'this is not a cursor of a list');
}
