import { InputAdornment, TextField } from '@mui/material';

interface DraftInputProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  kind: 'usd' | 'count';
  helperText?: string;
  /** Shown after the figure: "hours". */
  unit?: string;
  readOnly?: boolean;
}

/** An input for a figure of the draft, held as text. */
export function DraftInput({
  label,
  value,
  onChange,
  error,
  kind,
  helperText,
  unit,
  readOnly,
}: DraftInputProps) {
  return (
    <TextField
      fullWidth
      label={label}
      value={value}
      error={error !== undefined}
      helperText={error ?? helperText}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
      slotProps={{
        htmlInput: {
          inputMode: kind === 'usd' ? 'decimal' : 'numeric',
          maxLength: 24,
          readOnly: readOnly ?? false,
        },
        formHelperText: error === undefined ? {} : { role: 'alert' },
        inputLabel: { shrink: true },
        input: {
          ...(kind === 'usd' && { startAdornment: <InputAdornment position="start">$</InputAdornment> }),
          ...(unit && { endAdornment: <InputAdornment position="end">{unit}</InputAdornment> }),
        },
      }}
    />
  );
}
