/** What notes can be about. */
export const NOTE_SUBJECTS = ['payment', 'withdrawal', 'user', 'suspense'] as const;
export type NoteSubject = (typeof NOTE_SUBJECTS)[number];

/** The action of a note that stands alone; all others explain the action that they were given for. */
export const FREE_NOTE = 'addNote';
