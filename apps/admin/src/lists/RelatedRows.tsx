import {
  Box,
  Skeleton,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  type Theme,
  useMediaQuery,
} from '@mui/material';
import type { ReactNode } from 'react';
import { type RaRecord, useGetList } from 'react-admin';
import { listPath, TextLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { ErrorState } from '../fields/states.tsx';
import type { ResourceName } from '../providers/records.ts';
import { Cards } from './Cards.tsx';
import type { Column } from './ListBody.tsx';
import { t } from '../texts/t.ts';

interface RelatedRowsProps<Row> {
  title: string;
  resource: ResourceName;
  filter: Record<string, unknown>;
  columns: readonly Column<Row>[];
  card: (row: Row) => ReactNode;
  limit?: number;
  empty: string;
  sort?: { field: string; order: 'ASC' | 'DESC' };
}

/** The newest rows that belong to the one on the page, and the way to all of them. */
export function RelatedRows<Row extends RaRecord>({
  title,
  resource,
  filter,
  columns,
  card,
  limit = 5,
  empty,
  sort = { field: 'createdAt', order: 'DESC' },
}: RelatedRowsProps<Row>) {
  const { data, error, isPending, pageInfo, refetch } = useGetList<Row>(resource, {
    pagination: { page: 1, perPage: limit },
    sort,
    filter,
  });
  return (
    <Panel
      title={title}
      flush
      action={pageInfo?.hasNextPage && <TextLink to={listPath(resource, filter)}>{t('Show all')}</TextLink>}
    >
      {error && <ErrorState error={error} onRetry={() => void refetch()} />}
      {!error && isPending && (
        <Box role="status" aria-label={t('Loading')} sx={{ px: 2, pb: 2 }}>
          <Skeleton height={30} />
          <Skeleton height={30} />
        </Box>
      )}
      {data?.length === 0 && <Box sx={{ px: 2, pb: 2, color: 'text.secondary' }}>{empty}</Box>}
      {data && data.length > 0 && <Rows title={title} rows={data} columns={columns} card={card} />}
    </Panel>
  );
}

function Rows<Row extends RaRecord>({
  title,
  rows,
  columns,
  card,
}: {
  title: string;
  rows: readonly Row[];
  columns: readonly Column<Row>[];
  card: (row: Row) => ReactNode;
}) {
  const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('md'));
  if (isNarrow) return <Cards title={title} rows={rows} card={card} />;
  // In half the width of a page only the most important columns fit.
  const shown = columns.filter(({ from, isExtra }) => !isExtra && (from === undefined || from === 'md'));
  return (
    <Table size="small" aria-label={title}>
      <TableHead>
        <TableRow>
          {shown.map(({ label, number }) => (
            <TableCell key={label} align={number ? 'right' : 'left'}>
              {label}
            </TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.id} hover>
            {shown.map(({ label, number, render }) => (
              <TableCell key={label} align={number ? 'right' : 'left'}>
                {render(row)}
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
