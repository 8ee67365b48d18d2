import { Box, Button, LinearProgress, Skeleton, type Theme, useMediaQuery } from '@mui/material';
import { type ReactNode, useRef } from 'react';
import { type RaRecord, useListContext } from 'react-admin';
import { EmptyState, ErrorState } from '../fields/states.tsx';
import { Cards } from './Cards.tsx';
import { LiveNote } from './LiveNote.tsx';
import { ListTable } from './ListTable.tsx';
import { BulkActionsBar } from './RowSelection.tsx';
import { useLiveRows } from './useLiveRows.ts';

/** A column of a list. `sort` is the wire's name of the field; without it the column cannot be sorted by. */
export interface Column<Row> {
  label: string;
  render: (row: Row) => ReactNode;
  sort?: string;
  number?: boolean;
  /** Left out below this width, where other columns matter more. */
  from?: 'md' | 'lg' | 'xl';
}

interface ListBodyProps<Row> {
  title: string;
  columns: readonly Column<Row>[];
  card: (row: Row) => ReactNode;
  empty: ReactNode;
  /** The filter that the list starts with: when it is the only one and no row matches, the list is empty. */
  defaultFilter?: Record<string, unknown> | undefined;
  bulkActions?: ReactNode;
  /** Names a row for the box that chooses it. */
  nameOf: (row: Row) => string;
}

/** The rows, or why there are none. */
export function ListBody<Row extends RaRecord>({
  title,
  columns,
  card,
  empty,
  defaultFilter,
  bulkActions,
  nameOf,
}: ListBodyProps<Row>) {
  const { data, error, isPending, refetch, filterValues, setFilters } = useListContext<Row>();
  const box = useRef<HTMLDivElement>(null);
  const { rows, marks, isLoadingView, ...live } = useLiveRows<Row>(box);
  const phone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const medium = useMediaQuery<Theme>((theme) => theme.breakpoints.up('md'));
  const large = useMediaQuery<Theme>((theme) => theme.breakpoints.up('lg'));
  const huge = useMediaQuery<Theme>((theme) => theme.breakpoints.up('xl'));

  if (error) return <ErrorState error={error} onRetry={() => void refetch()} />;
  if (isPending) return <Loading />;
  if (!data || rows.length === 0) {
    const filtered =
      Object.keys(filterValues as object).length > 0 &&
      JSON.stringify(filterValues) !== JSON.stringify(defaultFilter);
    if (!filtered) return empty;
    return (
      <EmptyState title="Nothing matches these filters.">
        <Button onClick={() => setFilters({}, [])}>Clear all filters</Button>
      </EmptyState>
    );
  }
  const shown = columns.filter(({ from }) => from === undefined || { md: medium, lg: large, xl: huge }[from]);
  return (
    <Box aria-busy={isLoadingView} ref={box}>
      <Box sx={{ height: 2 }}>
        {isLoadingView && <LinearProgress aria-label="Loading" sx={{ height: 2 }} />}
      </Box>
      <LiveNote {...live} />
      {bulkActions && <BulkActionsBar>{bulkActions}</BulkActionsBar>}
      {phone ? (
        <Cards title={title} rows={rows} card={card} marks={marks} />
      ) : (
        <ListTable
          title={title}
          rows={rows}
          columns={shown}
          marks={marks}
          nameOf={bulkActions ? nameOf : undefined}
        />
      )}
    </Box>
  );
}

const Loading = () => (
  <Box role="status" aria-label="Loading" sx={{ p: 2 }}>
    {Array.from({ length: 8 }, (_, row) => (
      <Skeleton key={row} height={32} />
    ))}
  </Box>
);
