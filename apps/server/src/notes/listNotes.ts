import { MAX_NOTES_SHOWN, type NoteOutput, type NoteSubject } from '@paydesk/types';
import type { Knex } from 'knex';
import { Note } from '../models/Note.ts';
import { SUBJECT_COLUMNS } from './subjectColumns.ts';

/** The latest notes about a row, newest first. For staff only. */
export async function listNotes(
  db: Knex,
  subjectKind: NoteSubject,
  subjectId: string,
): Promise<NoteOutput[]> {
  const notes = await Note.query(db)
    .where(SUBJECT_COLUMNS[subjectKind], subjectId)
    .orderBy([
      { column: 'createdAt', order: 'desc' },
      { column: 'id', order: 'desc' },
    ])
    .limit(MAX_NOTES_SHOWN);
  return notes.map(presentNote);
}

/** A note as it goes over the wire. */
export const presentNote = (note: Note): NoteOutput => ({
  id: note.id,
  action: note.action,
  text: note.text,
  author: { kind: note.authorKind, id: note.authorId, name: note.authorName },
  createdAt: note.createdAt.toISOString(),
  redactedAt: note.redactedAt?.toISOString() ?? null,
});
