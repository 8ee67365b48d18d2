import { z } from 'zod';
import { actorOutput, idSchema, note, timeOutput } from './fields.ts';

/** What someone wrote about a row, or the reason that they gave for an action on it. Never changes. */
export const noteOutput = z.object({
  id: idSchema,
  /** The action that it explains, such as `withdrawals.reject`; `addNote`: it stands alone. */
  action: z.string(),
  /** Null: removed because the user was anonymised. */
  text: z.string().nullable(),
  author: actorOutput,
  createdAt: timeOutput,
  redactedAt: timeOutput.nullable(),
});
export type NoteOutput = z.output<typeof noteOutput>;

/** The latest notes, newest first; in `get` for staff only, and absent for everyone else and in lists. */
export const notesOutput = z.array(noteOutput).optional();

export const noteAddInput = z.strictObject({ id: idSchema, note });
