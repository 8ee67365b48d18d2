import { Box, Link } from '@mui/material';
import { FREE_NOTE } from '@paydesk/types/rules';
import { useState } from 'react';
import { TimeText } from '../fields/TimeText.tsx';
import type { Note } from '../providers/records.ts';
import { actionLabel } from './auditActions.ts';
import { ActorText } from './people.tsx';
import { t } from '../texts/t.ts';

/** A text beyond this is folded. */
const LONG = 400;

/** One note: who, when, for which action, and the text, folded when it is long. */
export function NoteItem({ note }: { note: Note }) {
  return (
    <Box
      component="li"
      sx={{ py: 1, borderTop: 1, borderColor: 'divider', '&:first-of-type': { borderTop: 0, pt: 0 } }}
    >
      {note.text === null ? (
        <Box sx={{ color: 'text.secondary', fontStyle: 'italic' }}>
          {t('Removed when the user was anonymised.')}
        </Box>
      ) : (
        <NoteText text={note.text} />
      )}
      <Box sx={{ color: 'text.secondary', fontSize: '0.85rem', overflowWrap: 'anywhere' }}>
        {note.action !== FREE_NOTE && `${actionLabel(note.action)} · `}
        <ActorText actor={note.author} /> · <TimeText at={note.createdAt} />
      </Box>
    </Box>
  );
}

/** What somebody wrote, folded when it is long. */
export function NoteText({ text }: { text: string }) {
  const [open, setOpen] = useState(text.length <= LONG);
  return (
    <Box dir="auto" sx={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
      {open ? text : `${text.slice(0, LONG)}… `}
      {text.length > LONG && (
        <Link
          component="button"
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          sx={{ display: 'block', fontSize: '0.85rem' }}
        >
          {open ? t('Show less') : t('Show all')}
        </Link>
      )}
    </Box>
  );
}
