import { Autocomplete, TextField } from '@mui/material';
import { type ReactNode, useEffect, useState } from 'react';
import { type RaRecord, useGetList } from 'react-admin';
import type { ResourceName } from '../providers/records.ts';
import { t } from '../texts/t.ts';

interface RecordPickerProps<Row> {
  resource: ResourceName;
  label: string;
  value: Row | null;
  onChange: (row: Row | null) => void;
  textOf: (row: Row) => string;
  /** Narrows what is offered, beside the typed words. */
  filter?: Record<string, unknown>;
  sort: { field: string; order: 'ASC' | 'DESC' };
  error?: ReactNode;
  helperText?: string | undefined;
  required?: boolean;
}

/** Finds one row by typing part of its name; searches shortly after the last key press. */
export function RecordPicker<Row extends RaRecord>({
  resource,
  label,
  value,
  onChange,
  textOf,
  filter,
  sort,
  error,
  helperText,
  required,
}: RecordPickerProps<Row>) {
  const [typed, setTyped] = useState('');
  const asked = value && typed === textOf(value) ? '' : typed.trim();
  const words = useSettled(asked, 250);
  // Nothing is offered until the answer to the newest words has come: a quick Enter must not pick the wrong row.
  const waiting = asked !== words;
  const { data = [], isFetching } = useGetList<Row>(resource, {
    pagination: { page: 1, perPage: 25 },
    sort,
    filter: { ...filter, ...(words && { q: words }) },
  });
  return (
    <Autocomplete<Row>
      options={waiting ? [] : data}
      value={value}
      loading={waiting || isFetching}
      filterOptions={(options) => options}
      isOptionEqualToValue={(a, b) => a.id === b.id}
      getOptionLabel={textOf}
      getOptionKey={(row) => row.id}
      onChange={(_event, row) => onChange(row)}
      onInputChange={(_event, text) => setTyped(text)}
      loadingText={t('Searching…')}
      noOptionsText={t('Nothing found')}
      renderInput={(params) => (
        <TextField
          {...params}
          label={label}
          required={required ?? false}
          error={Boolean(error)}
          helperText={error || helperText}
        />
      )}
    />
  );
}

/** The value once it has stayed the same for a while. */
function useSettled(value: string, delayMs: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), delayMs);
    return () => clearTimeout(timer);
  }, [value, delayMs]);
  return settled;
}
