import { InputAdornment } from '@mui/material';
import { required, TextInput } from 'react-admin';
import { t } from '../texts/t.ts';
import { amountCheck } from './amountForm.ts';

const checks = [required(t('Please enter an amount.')), amountCheck(/^\d{1,15}(\.\d{1,2})?$/)];

/** US dollars as text: an amount is never a floating-point number, not even in a form. */
export const UsdInput = ({
  source,
  label,
  helperText,
  optional,
}: {
  source: string;
  label: string;
  helperText?: string;
  optional?: boolean;
}) => (
  <TextInput
    source={source}
    label={label}
    fullWidth
    validate={optional ? checks.slice(1) : checks}
    helperText={helperText ?? false}
    parse={(text: string) => text.trim()}
    slotProps={{
      htmlInput: { inputMode: 'decimal', autoComplete: 'off' },
      input: { startAdornment: <InputAdornment position="start">$</InputAdornment> },
    }}
  />
);
