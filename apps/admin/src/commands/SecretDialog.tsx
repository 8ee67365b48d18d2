import { Alert, Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useId } from 'react';
import { CopyText } from '../fields/CopyText.tsx';
import { FRAMED } from '../theme/framed.ts';
import { t } from '../texts/t.ts';

/** Shows something that will not be shown again; it closes by its button only. */
export function SecretDialog({
  title,
  label,
  secret,
  explain,
  close,
}: {
  title: string;
  label: string;
  secret: string;
  explain: string;
  close: () => void;
}) {
  const id = useId();
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>{title}</DialogTitle>
      <DialogContent>
        <Alert severity="warning" sx={{ mb: 2 }}>
          {explain}
        </Alert>
        <Box sx={FRAMED} data-secret>
          <CopyText text={secret} label={label} />
        </Box>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button variant="contained" onClick={close}>
          {t('I have copied it')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
