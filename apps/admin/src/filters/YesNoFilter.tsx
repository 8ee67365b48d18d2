import { MenuItem, TextField } from '@mui/material';
import { useFilter } from './useFilter.ts';

/** Yes, no, or either. */
export function YesNoFilter({
  name,
  label,
  yes = 'Yes',
  no = 'No',
}: {
  name: string;
  label: string;
  yes?: string;
  no?: string;
}) {
  const [value, setValue] = useFilter(name);
  const chosen = value === true ? 'yes' : value === false ? 'no' : '';
  const choose = (choice: string) => setValue(choice === '' ? undefined : choice === 'yes');
  return (
    <TextField
      select
      label={label}
      value={chosen}
      onChange={(event) => choose(event.target.value)}
      sx={{ minWidth: 176, backgroundColor: 'background.paper' }}
    >
      <MenuItem value="">
        <em>Any</em>
      </MenuItem>
      <MenuItem value="yes">{yes}</MenuItem>
      <MenuItem value="no">{no}</MenuItem>
    </TextField>
  );
}
