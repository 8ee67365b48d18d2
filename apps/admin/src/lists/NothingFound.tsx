import { Button } from '@mui/material';
import { useGetList, useListContext } from 'react-admin';
import { EmptyState } from '../fields/states.tsx';
import { listMetaOf } from '../providers/listMeta.ts';
import { countText } from './ListPagination.tsx';
import { useListPlace } from './useListPlace.ts';
import { t } from '../texts/t.ts';

/** No row fits the filters: the way out, and whether the search alone finds something. */
export function NothingFound() {
  const { resource, filterValues, setFilters } = useListContext();
  const place = useListPlace();
  const { q, ...others } = filterValues as Record<string, unknown>;
  const isHidden = typeof q === 'string' && Object.keys(others).length > 0;
  const found = useGetList(
    resource,
    { pagination: { page: 1, perPage: 1 }, filter: { q } },
    { enabled: isHidden },
  );
  const { total = 0, totalIsEstimate } = listMetaOf(found);
  if (place.row !== 1)
    return (
      <EmptyState title={t('The list ends before this page.')}>
        <Button onClick={place.first}>{t('First page')}</Button>
        <Button onClick={place.last}>{t('Last page')}</Button>
      </EmptyState>
    );
  return (
    <EmptyState title={t('Nothing matches these filters.')}>
      {isHidden && total > 0 && (
        <Button variant="outlined" sx={{ mr: 1 }} onClick={() => setFilters({ q }, [], false)}>
          {t('Search without filters ({count} found)', { count: countText(total, totalIsEstimate) })}
        </Button>
      )}
      <Button onClick={() => setFilters({}, [])}>{t('Clear all filters')}</Button>
    </EmptyState>
  );
}

/** A page by number that is too far for the desk to count to. */
export function PageTooDeep({ message }: { message: string }) {
  const place = useListPlace();
  return (
    <EmptyState title={t('This page is too deep to open by its number.')}>
      {message}
      <br />
      <Button onClick={place.first}>{t('First page')}</Button>
      <Button onClick={place.last}>{t('Last page')}</Button>
    </EmptyState>
  );
}
