import { Checkbox } from '@mui/material';
import { type RaRecord, useListContext } from 'react-admin';

const chosenOf = (ids: readonly unknown[], row: RaRecord): boolean => ids.includes(row.id);

/** Chooses one row for a command on many. */
export function ChooseOne({ row, name }: { row: RaRecord; name: string }) {
  const { selectedIds, onToggleItem } = useListContext();
  return (
    <Checkbox
      size="small"
      checked={chosenOf(selectedIds, row)}
      onChange={() => onToggleItem(row.id)}
      slotProps={{ input: { 'aria-label': `Choose ${name}` } }}
    />
  );
}

/** Chooses every row of the page, or none of them. */
export function ChooseAll() {
  const { data = [], selectedIds, onSelect } = useListContext();
  const here = data.filter((row) => chosenOf(selectedIds, row));
  const all = data.length > 0 && here.length === data.length;
  const others = selectedIds.filter((id) => !data.some((row) => row.id === id));
  return (
    <Checkbox
      size="small"
      checked={all}
      indeterminate={here.length > 0 && !all}
      onChange={() => onSelect(all ? others : [...others, ...data.map((row) => row.id)])}
      slotProps={{ input: { 'aria-label': 'Choose all rows of this page' } }}
    />
  );
}
