import {
  Alert,
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  MenuItem,
  TextField,
} from '@mui/material';
import { replyLanguage, writeReply } from '@paydesk/checkout/replies';
import { useId, useRef, useState } from 'react';
import type { MoneyAnswer } from './answer.ts';
import { directionOf, LANGUAGE_NAMES, LANGUAGES } from '../texts/languages.ts';
import { FRAMED } from '../theme/framed.ts';
import { t } from '../texts/t.ts';

interface ReplyDialogProps {
  answers: readonly [MoneyAnswer, ...MoneyAnswer[]];
  /** The customer's, if the desk knows it. */
  language: string | null;
  close: () => void;
}

/** A reply to the customer, ready to copy: about what is asked, in the customer's language. */
export default function ReplyDialog({ answers, language: known, close }: ReplyDialogProps) {
  const title = useId();
  const [language, setLanguage] = useState(() => replyLanguage(known));
  const [about, setAbout] = useState(answers[0].id);
  const [copied, setCopied] = useState<'yes' | 'failed' | null>(null);
  const shown = useRef<HTMLDivElement>(null);
  const { reply } = answers.find(({ id }) => id === about) ?? answers[0];
  const text = writeReply(reply, language);
  const copy = () =>
    void navigator.clipboard.writeText(text).then(
      () => setCopied('yes'),
      () => {
        if (shown.current) getSelection()?.selectAllChildren(shown.current);
        setCopied('failed');
      },
    );
  return (
    <Dialog open onClose={close} maxWidth="sm" fullWidth aria-labelledby={title}>
      <DialogTitle id={title}>{t('Write to the customer')}</DialogTitle>
      <DialogContent>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, pt: 1, mb: 1.5 }}>
          {answers.length > 1 && (
            <TextField
              select
              label={t('About')}
              value={about}
              onChange={(event) => {
                setAbout(event.target.value);
                setCopied(null);
              }}
              sx={{ flex: '2 1 220px' }}
            >
              {answers.map((answer) => (
                <MenuItem key={answer.id} value={answer.id}>
                  {answer.about}
                </MenuItem>
              ))}
            </TextField>
          )}
          <TextField
            select
            label={t('Language')}
            value={language}
            onChange={(event) => {
              setLanguage(replyLanguage(event.target.value));
              setCopied(null);
            }}
            sx={{ flex: '1 1 140px' }}
          >
            {LANGUAGES.map((code) => (
              <MenuItem key={code} value={code} lang={code}>
                {LANGUAGE_NAMES[code]}
              </MenuItem>
            ))}
          </TextField>
        </Box>
        <Box
          ref={shown}
          role="region"
          aria-label={t('Reply')}
          tabIndex={0}
          lang={language}
          dir={directionOf(language)}
          sx={{
            ...FRAMED,
            p: 2,
            whiteSpace: 'pre-wrap',
            overflowWrap: 'anywhere',
          }}
        >
          {text}
        </Box>
        <Box role="status" sx={{ minHeight: 24, mt: 1, color: 'success.main' }}>
          {copied === 'yes' && t('Copied. Read it once more before you send it.')}
        </Box>
        {copied === 'failed' && (
          <Alert severity="warning">
            {t('The browser did not allow it. The text is selected: copy it with Ctrl + C.')}
          </Alert>
        )}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={close}>{t('Close')}</Button>
        <Button variant="contained" onClick={copy} autoFocus>
          {t('Copy')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
