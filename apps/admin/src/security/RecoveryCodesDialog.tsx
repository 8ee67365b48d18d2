import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useId } from 'react';
import { RecoveryCodeList } from './RecoveryCodeList.tsx';

/** The new codes; closes by its button only, because they are not shown again. */
export function RecoveryCodesDialog({ codes, close }: { codes: readonly string[]; close: () => void }) {
  const id = useId();
  return (
    <Dialog open maxWidth="sm" fullWidth aria-labelledby={id}>
      <DialogTitle id={id}>Your new recovery codes</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2 }}>
        <Alert severity="warning">
          Keep them where only you find them: the desk cannot show them again. Each works once in place of
          your second factor. All earlier codes are void.
        </Alert>
        <RecoveryCodeList codes={codes} />
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button variant="contained" onClick={close}>
          I have kept them
        </Button>
      </DialogActions>
    </Dialog>
  );
}
