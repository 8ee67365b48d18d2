import type { NoteSubject } from '@paydesk/types';
import type { Note } from '../models/Note.ts';

/** The column that names the row which a note is about. */
export const SUBJECT_COLUMNS = {
  payment: 'paymentId',
  withdrawal: 'withdrawalRequestId',
  user: 'userId',
  suspense: 'suspenseItemId',
} as const satisfies Record<NoteSubject, keyof Note>;
