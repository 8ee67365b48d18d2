import { MenuItem, TextField } from '@mui/material';
import { useFirstPageShown } from '../providers/firstPage.ts';
import { useFilter } from './useFilter.ts';
import { t } from '../texts/t.ts';

/** A choice of a filter: the value, and its name for people. */
export interface Choice {
  id: string;
  name: string;
}

/** Where the filter will be. */
const FilterPlace = ({ label, width }: { label: string; width: number }) => (
  <div className="filter-place" style={{ minWidth: width }}>
    {label}
  </div>
);

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
  if (!useFirstPageShown()) return <FilterPlace label={label} width={150} />;
  return (
    <TextField
      select
      label={label}
      value={chosen}
      onChange={(event) => setValue(event.target.value)}
      sx={{ minWidth: 150, backgroundColor: 'background.paper' }}
    >
      <MenuItem value="">
        <em>{t('Any')}</em>
      </MenuItem>
      {choices.map((choice) => (
        <MenuItem key={choice.id} value={choice.id}>
          {choice.name}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** Yes, no, or either. */
export function YesNoFilter({
  name,
  label,
  yes = t('Yes'),
  no = t('No'),
}: {
  name: string;
  label: string;
  yes?: string;
  no?: string;
}) {
  const [value, setValue] = useFilter(name);
  const chosen = value === true ? 'yes' : value === false ? 'no' : '';
  if (!useFirstPageShown()) return <FilterPlace label={label} width={176} />;
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
        <em>{t('Any')}</em>
      </MenuItem>
      <MenuItem value="yes">{yes}</MenuItem>
      <MenuItem value="no">{no}</MenuItem>
    </TextField>
  );
}
