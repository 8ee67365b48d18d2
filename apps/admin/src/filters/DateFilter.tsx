import { TextField } from '@mui/material';
import { useFilter } from './useFilter.ts';

/** One end of a range of days, both of which belong to it, in the person's own time zone. */
export function DateFilter({ name, label }: { name: 'from' | 'until'; label: string }) {
  const [value, setValue] = useFilter(name);
  const text = typeof value === 'string' ? value : '';
  const hasTime = text.includes('T');
  return (
    <TextField
      type={hasTime ? 'datetime-local' : 'date'}
      label={label}
      value={text}
      onChange={(event) => setValue(event.target.value)}
      slotProps={{
        inputLabel: { shrink: true },
        htmlInput: { max: hasTime ? '9999-12-31T23:59' : '9999-12-31' },
      }}
    />
  );
}
