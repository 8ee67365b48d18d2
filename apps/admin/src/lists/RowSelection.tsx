import { Box, Button, Checkbox } from '@mui/material';
import type { ReactNode } from 'react';
import { type RaRecord, useListContext } from 'react-admin';

const isSelected = (ids: readonly unknown[], row: RaRecord): boolean => ids.includes(row.id);

/** Chooses one row for a command on many. */
export function SelectRow({ row, name }: { row: RaRecord; name: string }) {
  const { selectedIds, onToggleItem } = useListContext();
  return (
    <Checkbox
      size="small"
      checked={isSelected(selectedIds, row)}
      onChange={() => onToggleItem(row.id)}
      slotProps={{ input: { 'aria-label': `Select ${name}` } }}
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
    <Checkbox
      size="small"
      checked={all}
      indeterminate={here.length > 0 && !all}
      onChange={() => onSelect(all ? others : [...others, ...data.map((row) => row.id)])}
      slotProps={{ input: { 'aria-label': 'Select all rows on this page' } }}
    />
  );
}

/** How many rows are chosen, and what may be done with them; absent while none is. */
export function BulkActionsBar({ children }: { children: ReactNode }) {
  const { selectedIds, onUnselectItems } = useListContext();
  if (selectedIds.length === 0) return null;
  return (
    <Box
      role="toolbar"
      aria-label="Selected rows"
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
      <strong role="status">{`${selectedIds.length} selected`}</strong>
      {children}
      <Button color="inherit" onClick={() => onUnselectItems()}>
        Clear selection
      </Button>
    </Box>
  );
}
