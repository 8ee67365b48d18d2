import { Box, Skeleton } from '@mui/material';
import type { ReactNode } from 'react';
import { type RaRecord, ShowBase, useShowContext } from 'react-admin';
import { ErrorState } from '../fields/states.tsx';
import type { ResourceName } from '../providers/records.ts';
import { PageHeader } from './PageHeader.tsx';
import { t } from '../texts/t.ts';

interface ShowPageProps<Row> {
  resource: ResourceName;
  children: (row: Row) => ReactNode;
}

/** One row's page: loads it, and shows the error when it cannot. */
export function ShowPage<Row extends RaRecord>({ resource, children }: ShowPageProps<Row>) {
  return (
    <ShowBase<Row>
      resource={resource}
      queryOptions={{
        onError: () => undefined,
        // A list has left its row here, without what it does not show: it is never fresh enough. `refetchOnMount` alone
        // loads nothing when the query is enabled after it was mounted.
        staleTime: 0,
        refetchOnMount: 'always',
      }}
    >
      <Loaded<Row>>{children}</Loaded>
    </ShowBase>
  );
}

function Loaded<Row extends RaRecord>({ children }: { children: (row: Row) => ReactNode }) {
  const { record, error, isPending, refetch } = useShowContext<Row>();
  if (record) return children(record);
  if (error || !isPending) {
    return (
      <>
        <PageHeader title={t('Not available')} />
        <ErrorState error={error} onRetry={() => void refetch()} />
      </>
    );
  }
  return (
    <Box role="status" aria-label={t('Loading')}>
      <Skeleton width={280} height={40} />
      <Skeleton variant="rounded" height={180} sx={{ mt: 2 }} />
      <Skeleton variant="rounded" height={180} sx={{ mt: 2 }} />
    </Box>
  );
}
