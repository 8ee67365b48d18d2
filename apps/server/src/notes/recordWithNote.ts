import type { NoteSubject } from '@paydesk/types';
import type { Knex } from 'knex';
import { type AuditRecord, recordAudit } from '../auditChain/recordAudit.ts';
import { redactText } from '../auditChain/redact.ts';
import type { Actor } from '../base/actor.ts';
import { newId } from '../base/identifiers.ts';
import { Note } from '../models/Note.ts';
import { SUBJECT_COLUMNS } from './subjectColumns.ts';

/** An audit entry about a row that has notes. */
export interface RecordWithNote extends AuditRecord {
  subjectKind: NoteSubject;
  subjectId: string;
}

/**
 * Records an action in the audit log, and the note that came with it in the notes of its subject, in the database
 * transaction of the action. Without a note it is `recordAudit` alone.
 */
export async function recordWithNote(trx: Knex, record: RecordWithNote): Promise<void> {
  await recordAudit(trx, record);
  if (record.note) await insertNote(trx, { ...record, text: record.note });
}

export interface NewNote {
  action: string;
  subjectKind: NoteSubject;
  subjectId: string;
  text: string;
  actor: Actor;
  at: Date;
}

/** Appends a note. Secrets in it are masked, as in the audit log. */
export async function insertNote(
  trx: Knex,
  { action, subjectKind, subjectId, text, actor, at }: NewNote,
): Promise<Note> {
  return await Note.query(trx)
    .insert({
      id: newId(at),
      [SUBJECT_COLUMNS[subjectKind]]: subjectId,
      action,
      text: redactText(text),
      authorKind: actor.kind,
      authorId: actor.id,
      authorName: actor.name,
      createdAt: at,
    })
    .returning('*');
}
