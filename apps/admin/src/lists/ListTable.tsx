import { TableSortLabel } from '@mui/material';
import { memo, type ReactElement } from 'react';
import { type Identifier, type RaRecord, useListFilterContext, useListSortContext } from 'react-admin';
import type { Column } from './ListBody.tsx';
import type { RowMark, RowMarks } from './mergeRows.ts';
import { SelectAllRows, SelectRow } from './RowSelection.tsx';
import type { RowKeys } from './useRowKeys.ts';

interface ListTableProps<Row> {
  title: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  /** What is new about rows. */
  marks?: RowMarks;
  /** Names a row for the box that chooses it; without it no row can be chosen. */
  nameOf?: ((row: Row) => string) | undefined;
  isCompact: boolean;
  /** The row that the preview shows. */
  previewedId: Identifier | undefined;
  keys: RowKeys;
}

/** The rows of a list as a table; headings with a wire name sort. */
export function ListTable<Row extends RaRecord>({
  title,
  rows,
  columns,
  marks,
  nameOf,
  isCompact,
  previewedId,
  keys,
}: ListTableProps<Row>) {
  return (
    <div className="rows-box">
      <table aria-label={title} className={isCompact ? 'rows is-compact' : 'rows'}>
        <thead>
          <tr>
            {nameOf && (
              <th scope="col" className="choice">
                <SelectAllRows />
              </th>
            )}
            {columns.map((column) => (
              <Heading key={column.label} column={column} />
            ))}
          </tr>
        </thead>
        {/* The keys of all rows are handled here, so that a row is not rendered again because they are. */}
        <tbody onKeyDown={keys.press}>
          {rows.map((row) => (
            <TableLine
              key={row.id}
              row={row}
              columns={columns}
              name={nameOf?.(row)}
              isPreviewed={row.id === previewedId}
              tabIndex={keys.tabIndexOf(row.id)}
              mark={marks?.get(row.id)}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface TableLineProps<Row> {
  row: Row;
  columns: readonly Column<Row>[];
  name: string | undefined;
  isPreviewed: boolean;
  tabIndex: 0 | -1;
  mark: RowMark | undefined;
}

/** Rendered again only when something about this row changes: a list has many, and is rendered often. */
const TableLine = memo(
  <Row extends RaRecord>({ row, columns, name, isPreviewed, tabIndex, mark }: TableLineProps<Row>) => (
    <tr
      className={isPreviewed ? 'is-previewed' : undefined}
      tabIndex={tabIndex}
      aria-keyshortcuts="Space"
      data-row={row.id}
      data-mark={mark}
    >
      {name !== undefined && (
        <td className="choice">
          <SelectRow row={row} name={name} />
        </td>
      )}
      {columns.map(({ label, number, isCut, render }) => (
        <td key={label} className={number ? 'number' : undefined} data-cut={isCut}>
          {render(row)}
        </td>
      ))}
    </tr>
  ),
) as <Row extends RaRecord>(props: TableLineProps<Row>) => ReactElement;

function Heading<Row>({ column: { label, sort: field, number } }: { column: Column<Row> }) {
  const { sort, setSort } = useListSortContext();
  const { filterValues } = useListFilterContext();
  const className = number ? 'number' : undefined;
  // The newest changes of what was created before a time: no index leads there.
  const isOffered = !(
    ['statusChangedAt', 'updatedAt'].includes(field ?? '') && 'createdBefore' in filterValues
  );
  if (field === undefined || !isOffered)
    return (
      <th scope="col" className={className}>
        {label}
      </th>
    );
  const active = sort.field === field;
  const direction = active && sort.order === 'DESC' ? 'desc' : 'asc';
  const order = direction === 'desc' ? 'descending' : 'ascending';
  const toggle = () => setSort({ field, order: active && sort.order === 'ASC' ? 'DESC' : 'ASC' });
  return (
    <th scope="col" className={className} aria-sort={active ? order : undefined}>
      <TableSortLabel
        active={active}
        direction={direction}
        onClick={toggle}
        sx={number ? { flexDirection: 'row-reverse' } : undefined}
      >
        {label}
      </TableSortLabel>
    </th>
  );
}
