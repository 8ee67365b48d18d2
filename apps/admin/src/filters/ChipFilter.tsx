import { Box, Chip } from '@mui/material';
import type { Choice } from './SelectFilter.tsx';
import { useFilter } from './useFilter.ts';

/** Named choices side by side; one may be on. */
export function ChipFilter({
  name,
  label,
  choices,
}: {
  name: string;
  label: string;
  choices: readonly Choice[];
}) {
  const [value, setValue] = useFilter(name);
  return (
    <Box role="group" aria-label={label} sx={{ display: 'flex', flexWrap: 'wrap', gap: 0.5 }}>
      {choices.map((choice) => {
        const on = value === choice.id;
        return (
          <Chip
            key={choice.id}
            component="button"
            type="button"
            label={choice.name}
            clickable
            size="small"
            aria-pressed={on}
            color={on ? 'primary' : 'default'}
            variant={on ? 'filled' : 'outlined'}
            onClick={() => setValue(on ? undefined : choice.id)}
          />
        );
      })}
    </Box>
  );
}
