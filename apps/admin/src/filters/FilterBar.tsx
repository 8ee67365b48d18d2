import ClearIcon from '@mui/icons-material/FilterAltOffOutlined';
import TuneIcon from '@mui/icons-material/Tune';
import { Box, Button, Chip, type Theme, useMediaQuery } from '@mui/material';
import { type ReactNode, useId, useState } from 'react';
import { useGetOne, useListContext } from 'react-admin';
import type { User } from '../providers/records.ts';
import { useFilter } from './useFilter.ts';

/**
 * The search field, then the filters, which a phone folds away. Filters that came with a link are shown as
 * chips.
 */
export function FilterBar({
  search,
  chips,
  children,
}: {
  search?: ReactNode;
  chips?: ReactNode;
  children?: ReactNode;
}) {
  const { filterValues, setFilters } = useListContext();
  const phone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const [open, setOpen] = useState(false);
  const id = useId();
  const count = Object.keys(filterValues as object).length;

  return (
    <Box role="search" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
      {search}
      {phone && children && (
        <Button
          color="inherit"
          startIcon={<TuneIcon />}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {count > 0 ? `Filters (${count})` : 'Filters'}
        </Button>
      )}
      {chips}
      {(!phone || open) && (
        <Box id={id} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
          {children}
        </Box>
      )}
      <UserChip />
      {count > 0 && (
        <Button color="inherit" startIcon={<ClearIcon />} onClick={() => setFilters({}, [])}>
          Clear filters
        </Button>
      )}
    </Box>
  );
}

/** Shows that the list is limited to one customer, and removes the limit. */
function UserChip() {
  const [value, setValue] = useFilter('userId');
  const id = typeof value === 'string' ? value : '';
  const { data } = useGetOne<User>('users', { id }, { enabled: id !== '' });
  if (id === '') return null;
  return (
    <Chip
      size="small"
      color="primary"
      variant="outlined"
      label={`User: ${data?.username ?? '…'}`}
      onDelete={() => setValue(undefined)}
    />
  );
}

/**
 * Shows a filter that came with a link, and removes it. `name` is the filter, `label` its name for people.
 */
export function ActiveFilterChip({ name, label }: { name: string; label: string }) {
  const [value, setValue] = useFilter(name);
  if (typeof value !== 'string' || value === '') return null;
  const short = value.length > 18 ? `…${value.slice(-12)}` : value;
  return (
    <Chip
      size="small"
      color="primary"
      variant="outlined"
      label={`${label}: ${short}`}
      title={value}
      onDelete={() => setValue(undefined)}
    />
  );
}
