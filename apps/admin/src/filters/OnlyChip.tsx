import { Chip } from '@mui/material';
import { useFilter } from './useFilter.ts';

/**
 * Says that the list was narrowed by a link, and lifts that. `name` is the filter, `label` what it is about.
 */
export function OnlyChip({ name, label }: { name: string; label: string }) {
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
