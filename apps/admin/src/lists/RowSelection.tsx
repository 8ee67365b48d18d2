import { Box, Button } from '@mui/material';
import type { ReactNode } from 'react';
import { type RaRecord, useListContext } from 'react-admin';
import { listMetaOf } from '../providers/listMeta.ts';
import { countText } from './ListPagination.tsx';
import { plural, t } from '../texts/t.ts';

const isSelected = (ids: readonly unknown[], row: RaRecord): boolean => ids.includes(row.id);

/** Chooses one row for a command on many. */
export function SelectRow({ row, name }: { row: RaRecord; name: string }) {
  const { selectedIds, onToggleItem } = useListContext();
  return (
    <input
      type="checkbox"
      className="row-choice"
      checked={isSelected(selectedIds, row)}
      onChange={() => onToggleItem(row.id)}
      aria-label={t('Select {name}', { name })}
    />
  );
}

/** Chooses every row of the page, or none of them. */
export function SelectAllRows() {
  const { data = [], selectedIds, onSelect } = useListContext();
  const here = data.filter((row) => isSelected(selectedIds, row));
  const all = data.length > 0 && here.length === data.length;
  const others = selectedIds.filter((id) => !data.some((row) => row.id === id));
  return (
    <input
      type="checkbox"
      className="row-choice"
      // There is no attribute for it.
      ref={(box) => {
        if (box !== null) box.indeterminate = here.length > 0 && !all;
      }}
      checked={all}
      onChange={() => onSelect(all ? others : [...others, ...data.map((row) => row.id)])}
      aria-label={t('Select all rows on this page')}
    />
  );
}

/** How many rows are chosen, and what may be done with them; absent while none is. */
export function BulkActionsBar({ children, limit }: { children: ReactNode; limit: number }) {
  const { selectedIds, onUnselectItems } = useListContext();
  if (selectedIds.length === 0) return null;
  return (
    <Box
      role="toolbar"
      aria-label={t('Selected rows')}
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        gap: 1,
        alignItems: 'center',
        px: 2,
        py: 1,
        borderBottom: 1,
        borderColor: 'divider',
      }}
    >
      <strong role="status">
        {plural(selectedIds.length, { one: '{count} selected', other: '{count} selected' })}
      </strong>
      <SelectAllMatching limit={limit} />
      {children}
      <Button color="inherit" onClick={() => onUnselectItems()}>
        {t('Clear selection')}
      </Button>
    </Box>
  );
}

/** Chooses the rows of all pages, as many as one command takes. Offered once all of this page are chosen. */
function SelectAllMatching({ limit }: { limit: number }) {
  const list = useListContext();
  const { data = [], selectedIds, onSelectAll } = list;
  const { total = 0, totalIsEstimate } = listMetaOf(list);
  const isPageChosen = data.length > 0 && data.every((row) => isSelected(selectedIds, row));
  if (!isPageChosen || total <= data.length || selectedIds.length >= Math.min(total, limit)) return null;
  const all = countText(total, totalIsEstimate);
  return (
    <Button onClick={() => onSelectAll({ limit })}>
      {total > limit
        ? t('Select the first {limit} of {all}', { limit, all })
        : t('Select all {all} matching', { all })}
    </Button>
  );
}
