import ClearIcon from '@mui/icons-material/FilterAltOffOutlined';
import TuneIcon from '@mui/icons-material/Tune';
import { Box, Button, Chip, type Theme, useMediaQuery } from '@mui/material';
import { statusName } from '../fields/statusNames.ts';
import { type ReactNode, useId, useState } from 'react';
import { useGetOne, useListFilterContext } from 'react-admin';
import { localTime } from '../fields/formats.ts';
import type { User } from '../providers/records.ts';
import { type FilterField, labelOf, namesOf } from './filterFields.ts';
import { MoreFilters } from './MoreFilters.tsx';
import { useFilter } from './useFilter.ts';
import { t } from '../texts/t.ts';
import { inSentence } from '../texts/inSentence.ts';

/**
 * The search field, then the filters, which a phone folds away, and those behind "More filters". Filters that no field
 * on the page shows are shown as chips.
 */
export function FilterBar({
  search,
  chips,
  more = [],
  children,
}: {
  search?: ReactNode;
  chips?: ReactNode;
  more?: readonly FilterField[];
  children?: ReactNode;
}) {
  const { filterValues, setFilters } = useListFilterContext();
  const phone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const [open, setOpen] = useState(false);
  const id = useId();
  const count = Object.keys(filterValues as object).length;
  const hasMore = more.length > 0;

  return (
    <Box role="search" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, alignItems: 'center' }}>
      {search}
      {phone && (children || hasMore) && (
        <Button
          color="inherit"
          startIcon={<TuneIcon />}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => setOpen(!open)}
        >
          {count > 0 ? t('Filters ({count})', { count }) : t('Filters')}
        </Button>
      )}
      {chips}
      {(!phone || open) && (
        <Box id={id} sx={{ display: 'flex', flexWrap: 'wrap', gap: 1 }}>
          {children}
          {hasMore && <MoreFilters fields={more} />}
        </Box>
      )}
      <ActiveFilters more={more} />
      {count > 0 && (
        <Button color="inherit" startIcon={<ClearIcon />} onClick={() => setFilters({}, [])}>
          {t('Clear filters')}
        </Button>
      )}
    </Box>
  );
}

/** Filters that links set and no field shows. */
const FROM_LINKS = [
  'status',
  'transactionType',
  'createdAfter',
  'createdBefore',
  'orderId',
  'paymentId',
  'withdrawalRequestId',
  'parentPaymentId',
  'externalId',
  'hasParent',
  'hasReceived',
  'hasCredited',
  'hasInFlight',
  'hasSuspense',
  'hasPayment',
  'isIntact',
  'isDisabledByDesk',
  'isFailing',
] as const;

/** The filters behind "More filters" and those of a link, each with the way to remove it. */
function ActiveFilters({ more }: { more: readonly FilterField[] }) {
  const { filterValues, setFilters } = useListFilterContext();
  const filters = filterValues as Record<string, unknown>;
  const names = new Set<string>([...more.flatMap(namesOf), ...FROM_LINKS]);
  names.delete('userId');
  // A single status has a field of its own on the page.
  const shown = [...names].filter(
    (name) =>
      filters[name] !== undefined &&
      !(['status', 'transactionType'].includes(name) && typeof filters[name] === 'string'),
  );
  return (
    <>
      <UserChip />
      {shown.map((name) => (
        <Chip
          key={name}
          size="small"
          color="primary"
          variant="outlined"
          label={`${labelOf(name, more)}: ${valueText(filters[name])}`}
          title={String(filters[name])}
          onDelete={() => {
            const { [name]: _removed, ...others } = filters;
            setFilters(others, [], false);
          }}
        />
      ))}
    </>
  );
}

/** The value of a filter in a few words. */
function valueText(value: unknown): string {
  if (typeof value === 'boolean') return value ? t('yes') : t('no');
  if (Array.isArray(value)) return value.map((item) => inSentence(statusName(String(item)))).join(', ');
  const text = String(value);
  if (/^\d{4}-\d{2}-\d{2}T.*Z$/.test(text)) return localTime(text);
  if (/^\d{4}-\d{2}-\d{2}/.test(text)) return text.replace('T', ' ');
  return text.length > 18 ? `…${text.slice(-12)}` : text;
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
      label={t('User: {name}', { name: data?.username ?? '…' })}
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
