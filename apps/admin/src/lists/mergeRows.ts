import type { Identifier, RaRecord } from 'react-admin';
import { plural } from '../texts/t.ts';

/** How a row differs from what was shown: it is new, it has changed, or the list does not have it any more. */
export type RowMark = 'new' | 'changed' | 'gone';
export type RowMarks = ReadonlyMap<Identifier, RowMark>;

export interface ShownRows<Row> {
  rows: readonly Row[];
  marks: RowMarks;
  /** Rows that are not shown yet. */
  newCount: number;
  /** The rows that are shown are not those of the list, or stand in another order. */
  isBehind: boolean;
}

type Merge = <Row extends RaRecord>(
  before: readonly Row[],
  now: readonly Row[],
  perPage: number,
) => ShownRows<Row>;

/** The rows as they are, with what is new about them. Rows that have not changed are the same objects. */
export const replaceRows: Merge = (before, now, perPage) => {
  const known = new Map(before.map((row) => [row.id, row]));
  const marks = new Map<Identifier, RowMark>();
  for (const { id } of newRows(before, now, perPage)) marks.set(id, 'new');
  for (const row of now) {
    const old = known.get(row.id);
    if (old !== undefined && old !== row) marks.set(row.id, 'changed');
  }
  return { rows: now, marks, newCount: 0, isBehind: false };
};

/** The rows that were shown, each as it is now, in their places: nothing moves. */
export const holdRows: Merge = (before, now, perPage) => {
  const current = new Map(now.map((row) => [row.id, row]));
  const marks = new Map<Identifier, RowMark>();
  const rows = before.map((row) => {
    const found = current.get(row.id);
    if (found === undefined) marks.set(row.id, 'gone');
    else if (found !== row) marks.set(row.id, 'changed');
    return found ?? row;
  });
  const newCount = newRows(before, now, perPage).length;
  const isBehind = now.length !== rows.length || now.some(({ id }, index) => id !== rows[index]?.id);
  return { rows, marks, newCount, isBehind };
};

/** Rows that were not shown. Where rows have left a full page, as many of the next page move up: they are not new. */
function newRows<Row extends RaRecord>(
  before: readonly Row[],
  now: readonly Row[],
  perPage: number,
): readonly Row[] {
  const known = new Set(before.map(({ id }) => id));
  const unknown = now.filter(({ id }) => !known.has(id));
  if (before.length < perPage) return unknown;
  const left = before.length - (now.length - unknown.length);
  const below = now.length - 1 - now.findLastIndex(({ id }) => known.has(id));
  return unknown.slice(0, unknown.length - Math.min(left, below));
}

/** For screen readers: "2 new rows, 1 changed". */
export function describeMarks(marks: RowMarks): string {
  const count = (mark: RowMark) => [...marks.values()].filter((one) => one === mark).length;
  const [fresh, changed] = [count('new'), count('changed')];
  const parts = [
    fresh > 0 && plural(fresh, { one: '{count} new row', other: '{count} new rows' }),
    changed > 0 && plural(changed, { one: '{count} row changed', other: '{count} rows changed' }),
  ];
  return parts.filter(Boolean).join(', ');
}
