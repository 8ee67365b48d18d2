import { Alert, Box, Button, Skeleton, TextField } from '@mui/material';
import { type Can, MAX_NOTE_LENGTH, MAX_NOTES_SHOWN, MIN_NOTE_LENGTH } from '@paydesk/types/rules';
import { type FormEvent, type KeyboardEvent, useState } from 'react';
import { useShowContext } from 'react-admin';
import { useCommand } from '../commands/useCommand.ts';
import { Panel } from '../fields/Panel.tsx';
import { ErrorState } from '../fields/states.tsx';
import { callMutation } from '../providers/actions.ts';
import { marksOf, permissionOf } from '../providers/neededPermissions.ts';
import { useMay } from '../providers/permissions.ts';
import { ENROL_FIRST, useMustEnrolFor } from '../providers/session.ts';
import type { Note } from '../providers/records.ts';
import { NoteItem } from './NoteItem.tsx';
import { useServerSentence } from '../texts/serverSentence.ts';
import { plural, t } from '../texts/t.ts';

interface NotesPanelProps {
  /** Undefined while they are loaded: lists do not have them. */
  notes: readonly Note[] | undefined;
  action: `${'payments' | 'withdrawals' | 'users' | 'suspense'}.addNote`;
  id: string;
  can?: Can;
  /** They could not be loaded. */
  error?: unknown;
  retry?: () => void;
}

/** What people wrote about the row on the page, newest first, and a box for another note. */
export function NotesPanel({ notes, action, id, can, error, retry }: NotesPanelProps) {
  const may = useMay();
  const written = useServerSentence();
  const needed = permissionOf(action);
  const mustEnrol = useMustEnrolFor(needed);
  const isOffered = (mustEnrol || may(needed)) && (can === undefined || can.allowed);
  return (
    <Panel title={t('Notes')}>
      {isOffered && <AddNote action={action} id={id} mustEnrol={mustEnrol} />}
      {can?.allowed === false && <Box sx={{ color: 'text.secondary', mb: 1 }}>{written(can.why)}</Box>}
      {notes ? (
        <NoteList notes={notes} />
      ) : error ? (
        <ErrorState error={error} onRetry={retry} />
      ) : (
        <Skeleton variant="rounded" height={56} role="status" aria-label={t('Loading notes')} />
      )}
    </Panel>
  );
}

/** `NotesPanel` on a page that `ShowPage` loads. */
export function RecordNotes(props: Pick<NotesPanelProps, 'notes' | 'action' | 'id' | 'can'>) {
  const { error, refetch } = useShowContext();
  return <NotesPanel {...props} error={error} retry={() => void refetch()} />;
}

function NoteList({ notes }: { notes: readonly Note[] }) {
  if (notes.length === 0) return <Box sx={{ color: 'text.secondary' }}>{t('No notes yet.')}</Box>;
  return (
    <>
      <Box component="ol" aria-label={t('Notes')} sx={{ listStyle: 'none', m: 0, p: 0 }}>
        {notes.map((note) => (
          <NoteItem key={note.id} note={note} />
        ))}
      </Box>
      {notes.length >= MAX_NOTES_SHOWN && (
        <Box sx={{ color: 'text.secondary', mt: 1 }}>
          {plural(MAX_NOTES_SHOWN, {
            one: 'The newest {count} is shown. Older ones are in the database.',
            other: 'The newest {count} are shown. Older ones are in the database.',
          })}
        </Box>
      )}
    </>
  );
}

function AddNote({ action, id, mustEnrol }: Pick<NotesPanelProps, 'action' | 'id'> & { mustEnrol: boolean }) {
  const [text, setText] = useState('');
  const [submitted, setSubmitted] = useState(false);
  const command = useCommand<string>(
    (note) => callMutation(action, { id, note }),
    () => t('Note added'),
    () => {
      setText('');
      setSubmitted(false);
    },
  );
  const note = text.trim();
  const isTooShort = note.length < MIN_NOTE_LENGTH;
  const submit = () => {
    setSubmitted(true);
    if (!isTooShort && !mustEnrol) command.run(note);
  };
  const problem =
    submitted && isTooShort
      ? plural(MIN_NOTE_LENGTH, { one: 'At least {count} character.', other: 'At least {count} characters.' })
      : command.fieldErrors['note'];
  return (
    <Box
      component="form"
      {...marksOf(action)}
      noValidate
      aria-busy={command.busy}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit();
      }}
      sx={{ display: 'flex', flexDirection: 'column', gap: 1, mb: 1.5 }}
    >
      <TextField
        fullWidth
        multiline
        minRows={1}
        maxRows={8}
        label={t('Add a note')}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          submit();
        }}
        error={problem !== undefined}
        helperText={problem ?? t('For staff only. It cannot be changed later. Ctrl + Enter adds it.')}
        slotProps={{
          htmlInput: { maxLength: MAX_NOTE_LENGTH, 'aria-keyshortcuts': 'Control+Enter' },
          formHelperText: problem === undefined ? {} : { role: 'alert' },
        }}
      />
      {mustEnrol && <Alert severity="info">{ENROL_FIRST}</Alert>}
      {command.error && problem === undefined && <Alert severity="error">{command.error}</Alert>}
      {text !== '' && (
        <Button
          type="submit"
          variant="outlined"
          disabled={command.busy || mustEnrol}
          sx={{ alignSelf: { xs: 'stretch', sm: 'flex-start' } }}
        >
          {command.busy ? t('Working…') : t('Add note')}
        </Button>
      )}
    </Box>
  );
}
