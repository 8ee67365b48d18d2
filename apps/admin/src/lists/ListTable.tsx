import { Box, Table, TableBody, TableCell, TableHead, TableRow, TableSortLabel } from '@mui/material';
import { type Identifier, type RaRecord, useListContext } from 'react-admin';
import type { Column } from './ListBody.tsx';
import type { RowMarks } from './mergeRows.ts';
import { rowMarkStyle } from './rowMarkStyle.ts';
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
    <Box sx={{ overflowX: 'auto' }}>
      <Table
        size="small"
        aria-label={title}
        sx={(theme) => ({
          '& tbody tr:last-of-type > td': { borderBottom: 0 },
          '& tbody tr:focus-visible': { outline: 2, outlineColor: 'primary.main', outlineOffset: -2 },
          ...(isCompact && { '& td, & th': { py: 0.25 } }),
          // On a tablet, beside the menu, status, amount and time must fit.
          [theme.breakpoints.down('md')]: {
            '& td, & th': { px: 1 },
            '& td:not(:has(input))': { maxWidth: 150, overflow: 'hidden', textOverflow: 'ellipsis' },
            '& td[data-cut]': { maxWidth: 0, minWidth: 90, width: '50%' },
            // What is cut ends in an ellipsis of its own.
            '& td > *': { maxWidth: '100%' },
          },
        })}
      >
        <TableHead>
          <TableRow>
            {nameOf && (
              <TableCell sx={{ width: 48, py: 0 }}>
                <SelectAllRows />
              </TableCell>
            )}
            {columns.map((column) => (
              <Heading key={column.label} column={column} />
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <TableRow
              key={row.id}
              hover
              selected={row.id === previewedId}
              tabIndex={keys.tabIndexOf(row.id)}
              aria-keyshortcuts="Space"
              data-row={row.id}
              onKeyDown={(event) => keys.press(event, row.id)}
              {...markOf(marks, row.id)}
            >
              {nameOf && (
                <TableCell sx={{ py: 0 }}>
                  <SelectRow row={row} name={nameOf(row)} />
                </TableCell>
              )}
              {columns.map(({ label, number, isCut, render }) => (
                <TableCell key={label} align={number ? 'right' : 'left'} data-cut={isCut}>
                  {render(row)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Box>
  );
}

function markOf(marks: RowMarks | undefined, id: Identifier) {
  const mark = marks?.get(id);
  return mark === undefined ? {} : { 'data-mark': mark, sx: rowMarkStyle[mark] };
}

function Heading<Row>({ column: { label, sort: field, number } }: { column: Column<Row> }) {
  const { sort, setSort, filterValues } = useListContext();
  const align = number ? 'right' : 'left';
  // The newest changes of what was created before a time: no index leads there.
  const isOffered = !(
    ['statusChangedAt', 'updatedAt'].includes(field ?? '') && 'createdBefore' in filterValues
  );
  if (field === undefined || !isOffered) return <TableCell align={align}>{label}</TableCell>;
  const active = sort.field === field;
  const direction = active && sort.order === 'DESC' ? 'desc' : 'asc';
  const toggle = () => setSort({ field, order: active && sort.order === 'ASC' ? 'DESC' : 'ASC' });
  return (
    <TableCell align={align} sortDirection={active ? direction : false}>
      <TableSortLabel active={active} direction={direction} onClick={toggle}>
        {label}
      </TableSortLabel>
    </TableCell>
  );
}
