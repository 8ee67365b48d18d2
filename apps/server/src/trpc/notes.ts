import { noteAddInput, noteOutput, type NoteOutput, type NoteSubject, type Permission } from '@paydesk/types';
import { addNote } from '../notes/addNote.ts';
import { listNotes, presentNote } from '../notes/listNotes.ts';
import { staffOnly } from './procedure.ts';
import type { Scope } from './resource.ts';

interface NotesOf {
  subjectKind: NoteSubject;
  permission: Permission;
  /** Refuses when the row does not exist, or takes no notes. */
  require(scope: Scope, id: string): Promise<unknown>;
}

/** The mutation that adds a note to a row. Staff only: notes are not for apps and users. */
export const noteProcedure = ({ subjectKind, permission, require }: NotesOf) =>
  staffOnly(permission)
    .input(noteAddInput)
    .output(noteOutput)
    .mutation(async ({ ctx, input: { id, note } }) => {
      await require(ctx, id);
      return presentNote(await addNote(ctx.app, ctx.actor, { subjectKind, subjectId: id, note }));
    });

/** The notes of a row as `get` shows them: to staff only. */
export async function notesFor(
  { app, principal }: Scope,
  subjectKind: NoteSubject,
  subjectId: string,
): Promise<{ notes?: NoteOutput[] }> {
  return principal.kind === 'staff' ? { notes: await listNotes(app.knex, subjectKind, subjectId) } : {};
}
