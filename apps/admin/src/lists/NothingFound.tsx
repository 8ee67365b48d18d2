import { Button } from '@mui/material';
import { useGetList, useListContext } from 'react-admin';
import { EmptyState } from '../fields/states.tsx';
import type { ListMeta } from '../providers/records.ts';
import { countText } from './ListPagination.tsx';
import { useListPlace } from './useListPlace.ts';

/** No row fits the filters: the way out, and whether the search alone finds something. */
export function NothingFound() {
  const { resource, filterValues, setFilters } = useListContext();
  const place = useListPlace();
  const { q, ...others } = filterValues as Record<string, unknown>;
  const isHidden = typeof q === 'string' && Object.keys(others).length > 0;
  const { data, total, meta } = useGetList(
    resource,
    { pagination: { page: 1, perPage: 1 }, filter: { q } },
    { enabled: isHidden },
  );
  const { total: capped, totalIsEstimate } = (meta ?? {}) as Partial<ListMeta>;
  const found = total ?? capped ?? 0;
  if (place.row !== 1)
    return (
      <EmptyState title="The list ends before this page.">
        <Button onClick={place.first}>First page</Button>
        <Button onClick={place.last}>Last page</Button>
      </EmptyState>
    );
  return (
    <EmptyState title="Nothing matches these filters.">
      {isHidden && data && found > 0 && (
        <Button variant="outlined" sx={{ mr: 1 }} onClick={() => setFilters({ q }, [], false)}>
          {`Search without filters (${countText(found, totalIsEstimate)} found)`}
        </Button>
      )}
      <Button onClick={() => setFilters({}, [])}>Clear all filters</Button>
    </EmptyState>
  );
}

/** A page by number that is too far for the desk to count to. */
export function PageTooDeep({ message }: { message: string }) {
  const place = useListPlace();
  return (
    <EmptyState title="This page is too deep to open by its number.">
      {message}
      <br />
      <Button onClick={place.first}>First page</Button>
      <Button onClick={place.last}>Last page</Button>
    </EmptyState>
  );
}
