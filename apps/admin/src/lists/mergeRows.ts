import type { Identifier, RaRecord } from 'react-admin';

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

/** The rows as they are, with what is new about them. Rows that have not changed are the same objects. */
export function replaceRows<Row extends RaRecord>(
  before: readonly Row[],
  now: readonly Row[],
): ShownRows<Row> {
  const known = new Map(before.map((row) => [row.id, row]));
  const marks = new Map<Identifier, RowMark>();
  for (const row of now) {
    const old = known.get(row.id);
    if (old === undefined) marks.set(row.id, 'new');
    else if (old !== row) marks.set(row.id, 'changed');
  }
  return { rows: now, marks, newCount: 0, isBehind: false };
}

/** The rows that were shown, each as it is now, in their places: nothing moves. */
export function holdRows<Row extends RaRecord>(before: readonly Row[], now: readonly Row[]): ShownRows<Row> {
  const current = new Map(now.map((row) => [row.id, row]));
  const marks = new Map<Identifier, RowMark>();
  const rows = before.map((row) => {
    const found = current.get(row.id);
    if (found === undefined) marks.set(row.id, 'gone');
    else if (found !== row) marks.set(row.id, 'changed');
    return found ?? row;
  });
  const shown = new Set(before.map(({ id }) => id));
  const newCount = now.filter(({ id }) => !shown.has(id)).length;
  const isBehind = now.length !== rows.length || now.some(({ id }, index) => id !== rows[index]?.id);
  return { rows, marks, newCount, isBehind };
}

/** For screen readers: "2 new rows, 1 changed". */
export function describeMarks(marks: RowMarks): string {
  const count = (mark: RowMark) => [...marks.values()].filter((one) => one === mark).length;
  const [fresh, changed] = [count('new'), count('changed')];
  const parts = [
    fresh > 0 && `${fresh} new ${fresh === 1 ? 'row' : 'rows'}`,
    changed > 0 && `${changed} ${changed === 1 ? 'row' : 'rows'} changed`,
  ];
  return parts.filter(Boolean).join(', ');
}
