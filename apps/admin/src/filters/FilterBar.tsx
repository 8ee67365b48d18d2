import ClearIcon from '@mui/icons-material/FilterAltOffOutlined';
import TuneIcon from '@mui/icons-material/Tune';
import { Box, Button, type Theme, useMediaQuery } from '@mui/material';
import { type ReactNode, useId, useState } from 'react';
import { useListContext } from 'react-admin';
import { UserChip } from './UserChip.tsx';

/**
 * Search in front, filters behind it; folded away on a phone. Filters that came with a link are shown as
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
