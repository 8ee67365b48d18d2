import FingerprintIcon from '@mui/icons-material/Fingerprint';
import { Box, Button, CircularProgress } from '@mui/material';
import { type FormEvent, useId } from 'react';
import type { StepUpProof, StepUpPurpose } from '../providers/wire.ts';
import { StepUpField } from './StepUpField.tsx';
import { useStepUp } from './useStepUp.ts';

interface StepUpProps {
  /** What is about to be done: the input of `security.challenge`. A function is called when the button is pressed. */
  purpose: StepUpPurpose | (() => StepUpPurpose);
  /** Says what the button does: "Approve". With a passkey it reads "Approve with passkey". */
  label: string;
  /** The deed is running: nothing can be pressed. */
  busy: boolean;
  /** What the last try threw (`useCommand` gives it as `failure`). Refusals of the second factor are said here; the host says all others. */
  failure?: unknown;
  /** Why the deed cannot be done at all now; the button stays reachable and says it. */
  why?: string | null;
  danger?: boolean;
  focus?: boolean;
  /** Does the deed. `proof` is undefined where the policy asks for none and the person has none. */
  onProof: (proof: StepUpProof | undefined) => void;
}

/**
 * The second factor and the button that needs it, as one small form: for a page. In a dialog declare `stepUp` on the `CommandDialog` instead.
 *
 * Passkey where one is enrolled (one press), else the six digits of the app (the sixth sends), else a recovery code. Where the policy asks for
 * none and the person has none there is the button alone; where it asks and none is enrolled, a way to the security page.
 */
export function StepUp({ purpose, label, busy, failure = null, why = null, danger, focus, onProof }: StepUpProps) {
  const stepUp = useStepUp(typeof purpose === 'function' ? purpose : () => purpose, failure);
  const id = useId();
  const blocked = why !== null || !stepUp.canProve;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy || blocked) return;
    const proven = await stepUp.prove();
    if (proven) onProof(proven.proof);
  };
  const working = busy || stepUp.signing;
  return (
    <Box component="form" noValidate onSubmit={(event: FormEvent) => void submit(event)} aria-busy={working} sx={{ display: 'grid', gap: 1.5 }}>
      {why === null && <StepUpField stepUp={stepUp} busy={busy} focus={focus ?? false} />}
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5 }}>
        <Button
          type="submit"
          variant={blocked && !working ? 'outlined' : 'contained'}
          color={blocked && !working ? 'inherit' : danger ? 'error' : 'primary'}
          disabled={working}
          aria-disabled={blocked || undefined}
          aria-describedby={why !== null ? id : undefined}
          startIcon={working ? <CircularProgress size={14} color="inherit" /> : stepUp.phase === 'ask' && stepUp.method === 'passkey' ? <FingerprintIcon /> : undefined}
          sx={blocked && !working ? { opacity: 0.6, cursor: 'not-allowed' } : undefined}
        >
          {working ? 'Working…' : stepUp.phase === 'ask' && stepUp.method === 'passkey' ? `${label} with passkey` : label}
        </Button>
        {why !== null && <Box component="span" id={id} sx={{ color: 'text.secondary', fontSize: '0.88rem' }}>{why}</Box>}
      </Box>
    </Box>
  );
}
