import { MIN_NOTE_LENGTH } from '@paydesk/types/rules';
import type { FieldSpec } from './CommandField.tsx';

/** A reason that is kept in the audit trail. */
export const noteField = (label = 'Note', name = 'note'): FieldSpec => ({
  name,
  label,
  required: true,
  minLength: MIN_NOTE_LENGTH,
  multiline: true,
  helperText: 'Kept in the audit trail.',
});
