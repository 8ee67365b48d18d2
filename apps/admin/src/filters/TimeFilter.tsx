import { TextField } from '@mui/material';
import { useFilter } from './useFilter.ts';

/** One end of a span of time, to the minute, in the person's own zone. */
export function TimeFilter({ name, label }: { name: 'from' | 'until'; label: string }) {
  const [value, setValue] = useFilter(name);
  return (
    <TextField
      type="datetime-local"
      label={label}
      value={typeof value === 'string' ? value : ''}
      onChange={(event) => setValue(event.target.value)}
      slotProps={{ inputLabel: { shrink: true } }}
      sx={{ width: 210, backgroundColor: 'background.paper' }}
    />
  );
}
