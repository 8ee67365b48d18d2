import { Box, Card } from '@mui/material';
import type { ExportResource } from '@paydesk/types/rules';
import type { ReactNode } from 'react';
import { ListBase, type RaRecord } from 'react-admin';
import { Navigate, useLocation } from 'react-router-dom';
import { PageHeader } from '../pages/PageHeader.tsx';
import type { ResourceName } from '../providers/records.ts';
import { ColumnsMenu } from './ColumnsMenu.tsx';
import { ExportButton } from './ExportButton.tsx';
import { type Column, ListBody } from './ListBody.tsx';
import { ListPlaceContext, metaOf, placeOf, withoutPage, withoutUnreadableFilter } from './useListPlace.ts';
import { ListPagination } from './ListPagination.tsx';
import { SavedViewsMenu } from './SavedViewsMenu.tsx';
import { useShownColumns } from './useShownColumns.ts';
import { useListSettings } from './useListSettings.ts';
import { searchOf, useSavedViews } from './useSavedViews.ts';

const PER_PAGE = 25;

interface ListPageProps<Row extends RaRecord> {
  resource: ExportResource & ResourceName;
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
  /** How many rows one command takes. */
  bulkLimit?: number;
  nameOf?: (row: Row) => string;
  /** What the preview of a row shows below its columns. */
  preview?: (row: Row) => ReactNode;
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
  bulkLimit = 100,
  nameOf = (row) => String(row.id),
  preview,
}: ListPageProps<Row>) {
  const { search } = useLocation();
  const [settings, change] = useListSettings(resource);
  const shown = useShownColumns(columns, settings.columns);
  const fitting = withoutUnreadableFilter(search) ?? withoutPage(search, PER_PAGE);
  if (fitting !== null) return <Navigate replace to={{ search: fitting }} />;
  const place = placeOf(search);
  const perPage = Number(new URLSearchParams(search).get('perPage')) || PER_PAGE;
  return (
    <ListPlaceContext value={place}>
      {search === '' && <DefaultView resource={resource} />}
      <ListBase<Row>
        resource={resource}
        sort={sort}
        perPage={PER_PAGE}
        exporter={false}
        filterDefaultValues={defaultFilter}
        queryOptions={{ onError: () => undefined, meta: metaOf(place, perPage) }}
      >
        <PageHeader
          title={title}
          hint={hint}
          actions={
            <>
              <SavedViewsMenu resource={resource} settings={settings} change={change} />
              <ColumnsMenu
                columns={columns}
                shown={shown.map(({ key }) => key)}
                settings={settings}
                change={change}
              />
              <ExportButton resource={resource} title={title} />
              {actions}
            </>
          }
        />
        {filters && <Box sx={{ mb: 1.5 }}>{filters}</Box>}
        <Card>
          <ListBody
            title={title}
            columns={columns}
            chosen={settings.columns}
            card={card}
            empty={empty}
            defaultFilter={defaultFilter}
            bulkActions={bulkActions}
            bulkLimit={bulkLimit}
            nameOf={nameOf}
            preview={preview}
            isCompact={settings.isCompact === true}
          />
        </Card>
        <ListPagination />
      </ListBase>
    </ListPlaceContext>
  );
}

/** Opens the list with the view that the person has chosen for it. Apart, so that the list does not wait for it. */
function DefaultView({ resource }: { resource: ExportResource }) {
  const view = useSavedViews(resource).views?.find(({ isDefault }) => isDefault);
  return view ? <Navigate replace to={{ search: searchOf(view.query) }} /> : null;
}
