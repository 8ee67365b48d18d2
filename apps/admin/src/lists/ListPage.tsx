import { Box, Card } from '@mui/material';
import { EXPORT_RESOURCES, type ExportResource } from '@paydesk/types/rules';
import type { ReactNode } from 'react';
import { ListBase, type RaRecord } from 'react-admin';
import { PageHeader } from '../pages/PageHeader.tsx';
import type { ResourceName } from '../providers/records.ts';
import { ExportButton } from './ExportButton.tsx';
import { type Column, ListBody } from './ListBody.tsx';
import { ListPagination } from './ListPagination.tsx';

interface ListPageProps<Row extends RaRecord> {
  resource: ResourceName;
  title: string;
  hint?: ReactNode;
  actions?: ReactNode;
  filters?: ReactNode;
  sort: { field: string; order: 'ASC' | 'DESC' };
  /** What an inbox shows at first: the rows that wait. */
  defaultFilter?: Record<string, unknown>;
  columns: readonly Column<Row>[];
  /** A row on a phone. */
  card: (row: Row) => ReactNode;
  empty: ReactNode;
  bulkActions?: ReactNode;
  nameOf?: (row: Row) => string;
}

/** A list with heading, filters, table (cards on a phone), export and pages. */
export function ListPage<Row extends RaRecord>({
  resource,
  title,
  hint,
  actions,
  filters,
  sort,
  defaultFilter,
  columns,
  card,
  empty,
  bulkActions,
  nameOf = (row) => String(row.id),
}: ListPageProps<Row>) {
  return (
    <ListBase<Row>
      resource={resource}
      sort={sort}
      perPage={25}
      exporter={false}
      filterDefaultValues={defaultFilter}
      queryOptions={{ onError: () => undefined }}
    >
      <PageHeader
        title={title}
        hint={hint}
        actions={
          <>
            {isExportable(resource) && <ExportButton resource={resource} title={title} />}
            {actions}
          </>
        }
      />
      {filters && <Box sx={{ mb: 1.5 }}>{filters}</Box>}
      <Card>
        <ListBody
          title={title}
          columns={columns}
          card={card}
          empty={empty}
          defaultFilter={defaultFilter}
          bulkActions={bulkActions}
          nameOf={nameOf}
        />
      </Card>
      <ListPagination />
    </ListBase>
  );
}

const isExportable = (resource: string): resource is ExportResource & ResourceName =>
  (EXPORT_RESOURCES as readonly string[]).includes(resource);
