import { FREE_NOTE, type NoteSubject } from '@paydesk/types';
import type { Knex } from 'knex';
import { recordAudit } from '../auditChain/recordAudit.ts';
import type { Actor } from '../base/actor.ts';
import type { Clock } from '../base/clock.ts';
import { transact } from '../db/transact.ts';
import type { Note } from '../models/Note.ts';
import { insertNote } from './recordWithNote.ts';

/** The procedure of each subject that adds a note. */
const ACTIONS = {
  payment: 'payments.addNote',
  withdrawal: 'withdrawals.addNote',
  user: 'users.addNote',
  suspense: 'suspense.addNote',
} as const satisfies Record<NoteSubject, string>;

/**
 * Appends a note to a row that exists. The audit log has who and when, not the text: it can never be removed there,
 * and a note about a user may hold personal data.
 */
export async function addNote(
  ctx: { knex: Knex; clock: Clock },
  actor: Actor,
  { subjectKind, subjectId, note }: { subjectKind: NoteSubject; subjectId: string; note: string },
): Promise<Note> {
  const at = ctx.clock.now();
  return await transact(ctx.knex, async (trx) => {
    const added = await insertNote(trx, {
      action: FREE_NOTE,
      subjectKind,
      subjectId,
      text: note,
      actor,
      at,
    });
    await recordAudit(trx, {
      action: ACTIONS[subjectKind],
      actor,
      subjectKind,
      subjectId,
      after: { noteId: added.id },
      at,
    });
    return added;
  });
}
