import { Box, MenuItem, TextField } from '@mui/material';
import type { DashboardComparison } from '@paydesk/types/rules';
import { t } from '../texts/t.ts';
import { COMPARISONS, type Preset, PRESETS, type RangeChoice } from './presets.ts';

interface RangePickerProps {
  choice: RangeChoice;
  onChoose: (choice: RangeChoice) => void;
}

/** Chooses the days of the figures, and what they are compared with. */
export const RangePicker = ({ choice, onChoose }: RangePickerProps) => (
  <Box
    role="group"
    aria-label={t('Range')}
    sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, '& .MuiTextField-root': { m: 0, minWidth: 148 } }}
  >
    <TextField
      select
      size="small"
      label={t('Days')}
      value={choice.preset}
      onChange={({ target }) => onChoose({ ...choice, preset: target.value as Preset })}
    >
      {Object.entries(PRESETS).map(([value, label]) => (
        <MenuItem key={value} value={value}>
          {label}
        </MenuItem>
      ))}
    </TextField>
    {choice.preset === 'custom' && (
      <>
        <DayField label={t('From')} value={choice.from} onChange={(from) => onChoose({ ...choice, from })} />
        <DayField
          label={t('Until')}
          value={choice.until}
          onChange={(until) => onChoose({ ...choice, until })}
        />
      </>
    )}
    <TextField
      select
      size="small"
      label={t('Compare with')}
      value={choice.compareTo}
      onChange={({ target }) => onChoose({ ...choice, compareTo: target.value as DashboardComparison })}
    >
      {Object.entries(COMPARISONS).map(([value, label]) => (
        <MenuItem key={value} value={value}>
          {label}
        </MenuItem>
      ))}
    </TextField>
  </Box>
);

interface DayFieldProps {
  label: string;
  value: string;
  onChange: (day: string) => void;
}

/** A date that is being typed is none yet: the figures wait for a whole one. */
const DayField = ({ label, value, onChange }: DayFieldProps) => (
  <TextField
    type="date"
    size="small"
    label={label}
    defaultValue={value}
    onChange={({ target }) => {
      if (/^2\d{3}-\d\d-\d\d$/.test(target.value)) onChange(target.value);
    }}
    slotProps={{ inputLabel: { shrink: true }, htmlInput: { min: '2000-01-01', max: '2899-12-31' } }}
  />
);
