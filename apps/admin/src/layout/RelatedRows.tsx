import { Box, Skeleton, Table, TableBody, TableCell, TableHead, TableRow } from '@mui/material';
import type { ReactNode } from 'react';
import { type RaRecord, useGetList } from 'react-admin';
import { Link } from 'react-router-dom';
import { EmptyState } from '../fields/EmptyState.tsx';
import { ErrorState } from '../fields/ErrorState.tsx';
import { Panel } from '../fields/Panel.tsx';
import type { ResourceName } from '../providers/wire.ts';
import type { Column } from './ListBody.tsx';
import { listPath } from './listPath.ts';

interface RelatedRowsProps<Row> {
  title: string;
  resource: ResourceName;
  filter: Record<string, unknown>;
  columns: readonly Column<Row>[];
  limit?: number;
  empty: string;
  sort?: { field: string; order: 'ASC' | 'DESC' };
}

/** The newest rows that belong to the one on the page, and the way to all of them. */
export function RelatedRows<Row extends RaRecord>({ title, resource, filter, columns, limit = 5, empty, sort = { field: 'createdAt', order: 'DESC' } }: RelatedRowsProps<Row>) {
  const { data, error, isPending, pageInfo, refetch } = useGetList<Row>(resource, { pagination: { page: 1, perPage: limit }, sort, filter });
  return (
    <Panel title={title} flush action={pageInfo?.hasNextPage && <Link to={listPath(resource, filter)}>Show all</Link>}>
      <Body columns={columns} data={data} error={error} isPending={isPending} empty={empty} title={title} refetch={() => void refetch()} />
    </Panel>
  );
}

interface BodyProps<Row> {
  title: string;
  columns: readonly Column<Row>[];
  data: readonly Row[] | undefined;
  error: unknown;
  isPending: boolean;
  empty: string;
  refetch: () => void;
}

function Body<Row extends RaRecord>({ title, columns, data, error, isPending, empty, refetch }: BodyProps<Row>): ReactNode {
  if (error) return <ErrorState error={error} onRetry={refetch} />;
  if (isPending) return <Box role="status" aria-label="Loading" sx={{ px: 2, pb: 2 }}><Skeleton height={30} /><Skeleton height={30} /></Box>;
  if (!data || data.length === 0) return <EmptyState title={empty} />;
  return (
    <Table size="small" aria-label={title}>
      <TableHead>
        <TableRow>
          {columns.map(({ label, number }) => (
            <TableCell key={label} align={number ? 'right' : 'left'}>{label}</TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {data.map((row) => (
          <TableRow key={row.id} hover>
            {columns.map(({ label, number, render }) => (
              <TableCell key={label} align={number ? 'right' : 'left'}>{render(row)}</TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}
