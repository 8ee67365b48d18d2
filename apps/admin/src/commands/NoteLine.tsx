import { Link, TextField } from '@mui/material';
import { MAX_NOTE_LENGTH } from '@paydesk/types/rules';
import { useState } from 'react';
import { t } from '../texts/t.ts';

/** An optional note, hidden behind a link because most actions have none. */
export function NoteLine({ note, setNote }: { note: string; setNote: (note: string) => void }) {
  const [open, setOpen] = useState(note !== '');
  if (!open)
    return (
      <div>
        <Link component="button" type="button" onClick={() => setOpen(true)} sx={{ fontSize: '0.85rem' }}>
          {t('Add a note')}
        </Link>
      </div>
    );
  return (
    <TextField
      fullWidth
      multiline
      minRows={2}
      autoFocus
      label={t('Note (optional)')}
      value={note}
      onChange={(event) => setNote(event.target.value)}
      helperText={t('Kept in the audit log.')}
      slotProps={{ htmlInput: { maxLength: MAX_NOTE_LENGTH } }}
    />
  );
}
