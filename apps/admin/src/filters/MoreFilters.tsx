import TuneIcon from '@mui/icons-material/Tune';
import { Badge, Box, Button, Popover, Skeleton } from '@mui/material';
import { lazy, Suspense, useState } from 'react';
import { useListFilterContext } from 'react-admin';
import { useWasOpen } from '../fields/useWasOpen.ts';
import { type FilterField, namesOf } from './filterFields.ts';
import { t } from '../texts/t.ts';

// Loaded when it is opened: the pickers in it are heavy.
const FilterForm = lazy(async () => ({ default: (await import('./FilterForm.tsx')).FilterForm }));

/** The filters that a list has beside those on the page, behind one button that counts those that are set. */
export function MoreFilters({ fields }: { fields: readonly FilterField[] }) {
  const { filterValues } = useListFilterContext();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const wasOpen = useWasOpen(anchor !== null);
  const set = fields.filter((field) => namesOf(field).some((name) => name in (filterValues as object)));
  return (
    <>
      <Badge badgeContent={set.length} color="primary">
        <Button
          color="inherit"
          variant="outlined"
          startIcon={<TuneIcon />}
          aria-haspopup="dialog"
          aria-expanded={anchor !== null}
          onClick={(event) => setAnchor(event.currentTarget)}
          sx={{ minHeight: 37 }}
        >
          {t('More filters')}
        </Button>
      </Badge>
      {wasOpen && (
        <Popover
          open={anchor !== null}
          anchorEl={anchor}
          onClose={() => setAnchor(null)}
          anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
          slotProps={{
            paper: { role: 'dialog', 'aria-label': t('More filters'), sx: { width: 'min(520px, 94vw)' } },
          }}
        >
          <Box sx={{ p: 2 }}>
            <Suspense fallback={<Skeleton height={160} />}>
              <FilterForm fields={fields} />
            </Suspense>
            <Box sx={{ mt: 2, display: 'flex', justifyContent: 'flex-end' }}>
              <Button onClick={() => setAnchor(null)}>{t('Done')}</Button>
            </Box>
          </Box>
        </Popover>
      )}
    </>
  );
}
