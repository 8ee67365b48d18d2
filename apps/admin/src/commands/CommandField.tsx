import { MenuItem, TextField } from '@mui/material';
import { CRYPTO_PATTERN, MAX_NOTE_LENGTH, MIN_NOTE_LENGTH, USD_PATTERN } from '@paydesk/types/rules';
import { amountError, USD_FORM } from '../fields/amountForm.ts';
import { t } from '../texts/t.ts';

/** An input of a command's dialog. */
export interface FieldSpec {
  name: string;
  label: string;
  initial?: string;
  required?: boolean;
  /** The least number of characters. */
  minLength?: number;
  /** Words that must be typed, so that the command is not run out of habit. */
  equals?: string;
  multiline?: boolean;
  helperText?: string;
  /** Of a password: the one that the person has, not a new one. */
  isCurrent?: boolean;
  kind?: 'text' | 'usd' | 'crypto' | 'email' | 'password' | 'datetime-local';
  options?: readonly { id: string; name: string }[];
}

const PATTERNS: Partial<Record<NonNullable<FieldSpec['kind']>, [RegExp, string]>> = {
  usd: [USD_PATTERN, USD_FORM],
  crypto: [CRYPTO_PATTERN, t('An amount such as 0.015.')],
};

/** Around a phrase that was copied from a page in Arabic. */
const MARKS = /[\u2066-\u2069]/g;

/** Why a value cannot be sent; null when it can. The desk checks it again. */
export function invalidReason(field: FieldSpec, raw: string): string | null {
  const value = raw.trim();
  if (value === '') return field.required ? t('Please fill this in.') : null;
  if (field.equals !== undefined && value.replaceAll(MARKS, '') !== field.equals)
    return t('Type “{equals}” to confirm.', { equals: field.equals });
  if (field.minLength !== undefined && value.length < field.minLength)
    return t('At least {minLength} characters.', { minLength: field.minLength });
  const pattern = field.kind && PATTERNS[field.kind];
  return pattern ? amountError(value, ...pattern) : null;
}

interface CommandFieldProps {
  field: FieldSpec;
  value: string;
  onChange: (value: string) => void;
  error?: string | undefined;
  focus?: boolean;
}

/** A labelled input, its help and its error. */
export function CommandField({ field, value, onChange, error, focus }: CommandFieldProps) {
  const isAmount = field.kind === 'usd' || field.kind === 'crypto';
  const type =
    field.kind === 'email' || field.kind === 'password' || field.kind === 'datetime-local'
      ? field.kind
      : 'text';
  return (
    <TextField
      fullWidth
      label={field.label}
      name={field.name}
      type={type}
      value={value}
      required={field.required ?? false}
      autoFocus={focus ?? false}
      autoComplete={type === 'password' ? (field.isCurrent ? 'current-password' : 'new-password') : 'off'}
      multiline={field.multiline ?? false}
      {...(field.multiline && { minRows: 2 })}
      select={field.options !== undefined}
      error={error !== undefined}
      helperText={error ?? field.helperText}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{
        htmlInput: { inputMode: isAmount ? 'decimal' : undefined, maxLength: MAX_NOTE_LENGTH },
        formHelperText: error === undefined ? {} : { role: 'alert' },
        inputLabel: type === 'datetime-local' ? { shrink: true } : {},
      }}
    >
      {field.options?.map((option) => (
        <MenuItem key={option.id} value={option.id}>
          {option.name}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** A reason that is kept in the audit log. */
export const noteField = (label = t('Note'), name = 'note'): FieldSpec => ({
  name,
  label,
  required: true,
  minLength: MIN_NOTE_LENGTH,
  multiline: true,
  helperText: t('Kept in the audit log.'),
});

/** The person's present password, before something that matters. */
export const passwordField: FieldSpec = {
  name: 'password',
  label: t('Your password'),
  kind: 'password',
  required: true,
  isCurrent: true,
};
