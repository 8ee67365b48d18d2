import { Box, LinearProgress, Skeleton, type Theme, useMediaQuery } from '@mui/material';
import { type ReactNode, useRef } from 'react';
import { type RaRecord, useListContext } from 'react-admin';
import { rowPath } from '../fields/links.tsx';
import { ErrorState } from '../fields/states.tsx';
import { reasonOf } from '../providers/httpError.ts';
import { Cards } from './Cards.tsx';
import { ListFoot } from './ListFoot.tsx';
import { LiveNote } from './LiveNote.tsx';
import { ListTable } from './ListTable.tsx';
import { NothingFound, PageTooDeep } from './NothingFound.tsx';
import { RowPreview } from './RowPreview.tsx';
import { BulkActionsBar } from './RowSelection.tsx';
import { useListPlace } from './useListPlace.ts';
import { useRowKeys } from './useRowKeys.ts';
import { useShownColumns } from './useShownColumns.ts';
import { UsersOfRows, useUsersOfRows } from './usersOfRows.ts';
import { useLiveRows } from './useLiveRows.ts';
import { t } from '../texts/t.ts';

/** A column of a list. `sort` is the wire's name of the field; without it the column cannot be sorted by. */
export interface Column<Row> {
  /** Names it in stored settings, whatever the language of its heading; of one list each is another. */
  key: string;
  label: string;
  render: (row: Row) => ReactNode;
  sort?: string;
  number?: boolean;
  /** On a tablet it takes the space that the other columns leave. */
  isCut?: boolean;
  /** Left out below this width, where other columns matter more, unless the person chooses it. */
  from?: 'md' | 'lg' | 'xl';
  /** Shown only when the person chooses it. */
  isExtra?: boolean;
}

interface ListBodyProps<Row> {
  title: string;
  columns: readonly Column<Row>[];
  /** The keys of the columns that the person has chosen. */
  chosen?: readonly string[] | undefined;
  card: (row: Row) => ReactNode;
  empty: ReactNode;
  /** The filter that the list starts with: when it is the only one and no row matches, the list is empty. */
  defaultFilter?: Record<string, unknown> | undefined;
  bulkActions?: ReactNode;
  /** How many rows one command takes. */
  bulkLimit?: number;
  /** Names a row for the box that chooses it, and for its preview. */
  nameOf: (row: Row) => string;
  preview?: ((row: Row) => ReactNode) | undefined;
  /** The page of a row, if it has none of its own. */
  pathOf?: (row: Row) => string;
  isCompact?: boolean;
}

/** The rows, or why there are none. */
export function ListBody<Row extends RaRecord>({
  title,
  columns,
  chosen,
  card,
  empty,
  defaultFilter,
  bulkActions,
  bulkLimit = 100,
  nameOf,
  preview,
  pathOf,
  isCompact = false,
}: ListBodyProps<Row>) {
  const { data, error, isPending, refetch, filterValues, resource } = useListContext<Row>();
  const place = useListPlace();
  const box = useRef<HTMLDivElement>(null);
  const { rows, marks, isLoadingView, ...live } = useLiveRows<Row>(box);
  const shown = useShownColumns(columns, chosen);
  const phone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const users = useUsersOfRows(rows);
  const openPath = pathOf ?? ((row: Row) => rowPath(resource, String(row.id)));
  const { previewed, close, keys } = useRowKeys(rows, openPath);

  if (error) {
    if (reasonOf(error) === 'PAGE_TOO_DEEP') return <PageTooDeep message={error.message} />;
    return <ErrorState error={error} onRetry={() => void refetch()} />;
  }
  if (isPending) return <Loading />;
  if (!data || rows.length === 0) {
    const filtered =
      Object.keys(filterValues as object).length > 0 &&
      JSON.stringify(filterValues) !== JSON.stringify(defaultFilter);
    return filtered || place.row !== 1 ? <NothingFound /> : empty;
  }
  return (
    <UsersOfRows value={users}>
      <div aria-busy={isLoadingView} ref={box}>
        <div style={{ height: 2 }}>
          {isLoadingView && <LinearProgress aria-label={t('Loading')} sx={{ height: 2 }} />}
        </div>
        <LiveNote {...live} />
        {bulkActions && <BulkActionsBar limit={bulkLimit}>{bulkActions}</BulkActionsBar>}
        {phone ? (
          <Cards title={title} rows={rows} card={card} marks={marks} />
        ) : (
          <ListTable
            title={title}
            rows={rows}
            columns={shown}
            marks={marks}
            nameOf={bulkActions ? nameOf : undefined}
            isCompact={isCompact}
            previewedId={previewed?.id}
            keys={keys}
          />
        )}
        <ListFoot />
        {previewed && !phone && (
          <RowPreview
            row={previewed}
            path={openPath(previewed)}
            name={nameOf(previewed)}
            columns={columns}
            preview={preview}
            close={close}
          />
        )}
      </div>
    </UsersOfRows>
  );
}

const Loading = () => (
  <Box role="status" aria-label={t('Loading')} sx={{ p: 2 }}>
    {Array.from({ length: 8 }, (_, row) => (
      <Skeleton key={row} height={32} />
    ))}
  </Box>
);
