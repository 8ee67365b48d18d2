import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { type FormEvent, useEffect, useEffectEvent, useId } from 'react';
import { demandOf, purposeOf } from '../stepUp/purposeOf.ts';
import { StepUpField } from '../stepUp/StepUpField.tsx';
import { useStepUp } from '../stepUp/useStepUp.ts';
import { ProofDeclined } from './proofDeclined.ts';
import type { Question } from './ProofPrompt.tsx';
import { t } from '../texts/t.ts';

/** Asks for the second factor of one action; answers at once where none is needed. */
export function ProofDialog({ question: { path, input, answer, decline } }: { question: Question }) {
  const titleId = useId();
  const stepUp = useStepUp(() => purposeOf(path, input as never), null, demandOf(path));
  const { phase } = stepUp;
  const goOn = useEffectEvent(() => answer(undefined));
  useEffect(() => {
    if (phase === 'notNeeded') goOn();
  }, [phase]);
  if (phase === 'notNeeded' || phase === 'loading') return null;

  const back = () => decline(new ProofDeclined(t('Nothing was sent.')));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const collected = await stepUp.collectProof();
    if (collected) answer(collected.proof);
  };
  return (
    <Dialog open onClose={() => !stepUp.signing && back()} maxWidth="sm" fullWidth aria-labelledby={titleId}>
      <Box component="form" noValidate onSubmit={(event: FormEvent) => void submit(event)}>
        <DialogTitle id={titleId}>{t('Confirm with your second factor')}</DialogTitle>
        <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 2, '&&': { pt: 1 } }}>
          <StepUpField stepUp={stepUp} busy={false} focus />
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2, gap: 1, flexWrap: 'wrap' }}>
          <Button type="button" color="inherit" onClick={back} disabled={stepUp.signing}>
            {t('Back')}
          </Button>
          <Button type="submit" variant="contained" disabled={!stepUp.canSubmit}>
            {t('Confirm')}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
