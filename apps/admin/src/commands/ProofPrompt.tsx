import { Box, Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import type { MutationPath } from '@paydesk/types/rules';
import { type FormEvent, useEffect, useEffectEvent, useId, useState } from 'react';
import { onProofRequested } from '../providers/actions.ts';
import type { StepUpProof } from '../providers/records.ts';
import { demandOf, needsStepUp, purposeOf } from '../stepUp/purposeOf.ts';
import { StepUpField } from '../stepUp/StepUpField.tsx';
import { useStepUp } from '../stepUp/useStepUp.ts';

/** The person went back instead of giving the second factor: nothing was sent. */
class ProofDeclined extends Error {}

export const isProofDeclined = (error: unknown): boolean => error instanceof ProofDeclined;

interface Question {
  path: MutationPath;
  input: unknown;
  answer: (proof: StepUpProof | undefined) => void;
  decline: (reason: Error) => void;
}

/**
 * Asks for the second factor of actions that have no dialog of their own: those of forms and of single
 * buttons. One at a time.
 */
export function ProofPrompt() {
  const [question, setQuestion] = useState<Question | null>(null);
  useEffect(
    () =>
      onProofRequested(async (path, input) => {
        if (!needsStepUp(path)) return undefined;
        try {
          return await new Promise<StepUpProof | undefined>((answer, decline) =>
            setQuestion((before) => {
              before?.decline(new ProofDeclined('Another action was started. Nothing was sent.'));
              return { path, input, answer, decline };
            }),
          );
        } finally {
          setQuestion((now) => (now?.input === input ? null : now));
        }
      }),
    [],
  );
  return question && <Prompt question={question} />;
}

function Prompt({ question: { path, input, answer, decline } }: { question: Question }) {
  const titleId = useId();
  const stepUp = useStepUp(() => purposeOf(path, input as never), null, demandOf(path));
  const { phase } = stepUp;
  const goOn = useEffectEvent(() => answer(undefined));
  useEffect(() => {
    if (phase === 'notNeeded') goOn();
  }, [phase]);
  if (phase === 'notNeeded' || phase === 'loading') return null;

  const back = () => decline(new ProofDeclined('Nothing was sent.'));
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const collected = await stepUp.collectProof();
    if (collected) answer(collected.proof);
  };
  return (
    <Dialog open onClose={() => !stepUp.signing && back()} maxWidth="sm" fullWidth aria-labelledby={titleId}>
      <Box component="form" noValidate onSubmit={(event: FormEvent) => void submit(event)}>
        <DialogTitle id={titleId}>Confirm with your second factor</DialogTitle>
        <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 2, '&&': { pt: 1 } }}>
          <StepUpField stepUp={stepUp} busy={false} focus />
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2, gap: 1, flexWrap: 'wrap' }}>
          <Button type="button" color="inherit" onClick={back} disabled={stepUp.signing}>
            Back
          </Button>
          <Button type="submit" variant="contained" disabled={!stepUp.canSubmit}>
            Confirm
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
