import {
  Alert,
  Box,
  Button,
  CircularProgress,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  Skeleton,
  TextField,
} from '@mui/material';
import { sumUsd } from '@paydesk/types/rules';
import { type FormEvent, useId, useState } from 'react';
import { useGetMany, useListContext } from 'react-admin';
import { useCommand } from '../../commands/useCommand.ts';
import { shortUsd } from '../../fields/formats.ts';
import { ErrorState } from '../../fields/states.tsx';
import type { StepUpProof, StepUpPurpose, Withdrawal, WithdrawalMany } from '../../providers/records.ts';
import { isStepUpError } from '../../stepUp/stepUpError.ts';
import { StepUpField } from '../../stepUp/StepUpField.tsx';
import { useStepUp } from '../../stepUp/useStepUp.ts';
import { BulkResults } from './BulkResults.tsx';
import { BulkRows } from './BulkRows.tsx';
import { focusPage } from './focusPage.ts';

interface BulkDialogProps {
  ids: readonly string[];
  verb: 'Approve' | 'Reject';
  /** What will happen, given the sum of all. */
  explain: (total: string) => string;
  confirm: (count: number, total: string) => string;
  text: { label: string; required: boolean };
  purpose?: (() => StepUpPurpose) | undefined;
  run: (text: string, proof: StepUpProof | undefined) => Promise<WithdrawalMany>;
  close: () => void;
}

const SHORTEST_REASON = 3;

/**
 * One decision about many: every row is shown before, and what became of each one after. The results stay
 * until they are closed.
 */
export function BulkDialog({ ids, verb, explain, confirm, text, purpose, run, close }: BulkDialogProps) {
  const titleId = useId();
  const { onUnselectItems, onSelect } = useListContext<Withdrawal>();
  const { data: rows, error, isPending, refetch } = useGetMany<Withdrawal>('withdrawals', { ids: [...ids] });
  // The rows as they stood when they were decided: the results name them, although the list has moved on.
  const [decided, setDecided] = useState<Withdrawal[]>([]);
  const [answer, setAnswer] = useState<WithdrawalMany | null>(null);
  const [words, setWords] = useState('');
  const [tried, setTried] = useState(false);
  const command = useCommand<StepUpProof | undefined, WithdrawalMany>(
    (proof) => run(words.trim(), proof),
    null,
    setAnswer,
  );
  // What was refused stays chosen, to be looked at.
  const leave = ({ results }: WithdrawalMany) => {
    const refused = results.filter(({ ok }) => !ok).map(({ id }) => id);
    close();
    if (refused.length === 0) onUnselectItems();
    else onSelect(refused);
    focusPage();
  };
  const stepUp = useStepUp(purpose ?? null, command.failure);
  const busy = command.busy || stepUp.signing;
  const missing = text.required && words.trim().length < SHORTEST_REASON;
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (missing || !rows || command.busy) return;
    setDecided(rows.filter(Boolean));
    const collected = await stepUp.collectProof();
    if (collected) command.run(collected.proof);
  };
  const known = rows?.filter(Boolean) ?? [];
  const total = shortUsd(sumUsd(known.map(({ amountUsd }) => amountUsd)));

  if (answer) return <BulkResults answer={answer} rows={decided} verb={verb} close={() => leave(answer)} />;
  return (
    <Dialog open onClose={() => !busy && close()} maxWidth="md" fullWidth aria-labelledby={titleId}>
      <Box
        component="form"
        noValidate
        onSubmit={(event: FormEvent) => void submit(event)}
        aria-busy={busy}
        sx={{ display: 'flex', flexDirection: 'column', minHeight: 0 }}
      >
        <DialogTitle
          id={titleId}
          sx={{ pb: 1 }}
        >{`${verb} ${ids.length} ${ids.length === 1 ? 'withdrawal' : 'withdrawals'}?`}</DialogTitle>
        <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
          <div>{explain(total)}</div>
          {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
          {isPending ? (
            <Box role="status" aria-label="Loading">
              <Skeleton height={120} />
            </Box>
          ) : (
            <BulkRows rows={known} total={total} />
          )}
          <TextField
            fullWidth
            multiline
            minRows={2}
            label={text.label}
            required={text.required}
            value={words}
            autoFocus={text.required}
            onChange={(event) => setWords(event.target.value)}
            error={tried && missing}
            helperText={
              tried && missing
                ? `At least ${SHORTEST_REASON} characters.`
                : 'The same for all of them; kept in the audit trail.'
            }
            slotProps={{ htmlInput: { maxLength: 2000 } }}
          />
          <StepUpField stepUp={stepUp} busy={command.busy} focus={!text.required} />
          {command.error !== null && !isStepUpError(command.failure) && (
            <Alert severity="error">{command.error}</Alert>
          )}
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2, gap: 1, flexWrap: 'wrap' }}>
          <Button type="button" color="inherit" onClick={close} disabled={busy}>
            Back
          </Button>
          <Button
            type="submit"
            variant="contained"
            color={verb === 'Reject' ? 'error' : 'primary'}
            disabled={busy || isPending || !stepUp.canSubmit}
            startIcon={busy ? <CircularProgress size={14} color="inherit" /> : undefined}
          >
            {busy ? 'Working…' : confirm(ids.length, total)}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}
