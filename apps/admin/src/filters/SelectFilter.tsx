import { MenuItem, TextField } from '@mui/material';
import { useFilter } from './useFilter.ts';

/** A choice of a filter: what is sent, and what is read. */
export interface Choice {
  id: string;
  name: string;
}

/** One of some named choices, or any. */
export function SelectFilter({
  name,
  label,
  choices,
}: {
  name: string;
  label: string;
  choices: readonly Choice[];
}) {
  const [value, setValue] = useFilter(name);
  const chosen = typeof value === 'string' && choices.some(({ id }) => id === value) ? value : '';
  return (
    <TextField
      select
      label={label}
      value={chosen}
      onChange={(event) => setValue(event.target.value)}
      sx={{ minWidth: 150, backgroundColor: 'background.paper' }}
    >
      <MenuItem value="">
        <em>Any</em>
      </MenuItem>
      {choices.map((choice) => (
        <MenuItem key={choice.id} value={choice.id}>
          {choice.name}
        </MenuItem>
      ))}
    </TextField>
  );
}
