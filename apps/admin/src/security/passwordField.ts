import type { FieldSpec } from '../commands/CommandField.tsx';

/** The person's present password, before something that matters. */
export const passwordField: FieldSpec = {
  name: 'password',
  label: 'Your password',
  kind: 'password',
  required: true,
  isCurrent: true,
};
