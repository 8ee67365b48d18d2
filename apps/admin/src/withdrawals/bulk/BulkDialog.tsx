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
import { Decimal, MAX_NOTE_LENGTH, MIN_NOTE_LENGTH, sumUsd } from '@paydesk/types/rules';
import { type FormEvent, useId, useState } from 'react';
import { useGetMany, useListContext } from 'react-admin';
import { useCommand } from '../../commands/useCommand.ts';
import { shortUsd } from '../../fields/formats.ts';
import { ErrorState } from '../../fields/states.tsx';
import { type ActionInput, callMutation } from '../../providers/actions.ts';
import type { StepUpProof, Withdrawal, WithdrawalMany } from '../../providers/records.ts';
import { demandOf, purposeOf } from '../../stepUp/purposeOf.ts';
import { isStepUpError } from '../../stepUp/stepUpError.ts';
import { StepUpField } from '../../stepUp/StepUpField.tsx';
import { useStepUp } from '../../stepUp/useStepUp.ts';
import { type BulkDecision, BulkResults } from './BulkResults.tsx';
import { BulkRows } from './BulkRows.tsx';
import { plural, t } from '../../texts/t.ts';

type BulkAction = 'withdrawals.approveMany' | 'withdrawals.rejectMany';

interface BulkDialogProps<Action extends BulkAction> {
  ids: readonly string[];
  decision: BulkDecision;
  /** What will happen, given the total amount. */
  explain: (total: string) => string;
  confirm: (count: number, total: string) => string;
  text: { label: string; required: boolean };
  action: Action;
  input: (text: string) => ActionInput<Action>;
  close: () => void;
}

/**
 * One decision about many withdrawals: lists every row before, and the result of each one after. The results
 * stay until they are closed.
 */
export function BulkDialog<Action extends BulkAction>({
  ids,
  decision,
  explain,
  confirm,
  text,
  action,
  input,
  close,
}: BulkDialogProps<Action>) {
  const titleId = useId();
  const { onUnselectItems, onSelect } = useListContext<Withdrawal>();
  const { data: rows, error, isPending, refetch } = useGetMany<Withdrawal>('withdrawals', { ids: [...ids] });
  // The rows as they were when they were decided: the results need them after the list has changed.
  const [decided, setDecided] = useState<Withdrawal[]>([]);
  const [answer, setAnswer] = useState<WithdrawalMany | null>(null);
  const [note, setNote] = useState('');
  const [tried, setTried] = useState(false);
  const command = useCommand<StepUpProof | undefined, WithdrawalMany>(
    (proof) => callMutation(action, input(note.trim()), proof),
    null,
    setAnswer,
  );
  // Refused rows stay selected for a closer look.
  const leave = ({ results }: WithdrawalMany) => {
    const refused = results.filter(({ ok }) => !ok).map(({ id }) => id);
    close();
    if (refused.length === 0) onUnselectItems();
    else onSelect(refused);
    focusPage();
  };
  const largest = (rows ?? [])
    .filter(Boolean)
    .reduce((most, { amountUsd }) => Decimal.max(most, amountUsd), new Decimal(0));
  const stepUp = useStepUp(
    () => purposeOf(action, input(note.trim())),
    command.failure,
    demandOf(action),
    action === 'withdrawals.approveMany' ? largest.toFixed(2) : undefined,
  );
  const busy = command.busy || stepUp.signing;
  const missing = text.required && note.trim().length < MIN_NOTE_LENGTH;
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

  if (answer)
    return <BulkResults answer={answer} rows={decided} decision={decision} close={() => leave(answer)} />;
  return (
    <Dialog open onClose={() => !busy && close()} maxWidth="md" fullWidth aria-labelledby={titleId}>
      <Box
        component="form"
        noValidate
        onSubmit={(event: FormEvent) => void submit(event)}
        aria-busy={busy}
        sx={{ display: 'flex', flexDirection: 'column', minHeight: 0 }}
      >
        <DialogTitle id={titleId} sx={{ pb: 1 }}>
          {TITLES[decision](ids.length)}
        </DialogTitle>
        <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
          <div>{explain(total)}</div>
          {error ? <ErrorState error={error} onRetry={() => void refetch()} /> : null}
          {isPending ? (
            <Box role="status" aria-label={t('Loading')}>
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
            value={note}
            autoFocus={text.required}
            onChange={(event) => setNote(event.target.value)}
            error={tried && missing}
            helperText={
              tried && missing
                ? plural(MIN_NOTE_LENGTH, {
                    one: 'At least {count} character.',
                    other: 'At least {count} characters.',
                  })
                : t('Used for all of them; kept in the audit log.')
            }
            slotProps={{ htmlInput: { maxLength: MAX_NOTE_LENGTH } }}
          />
          <StepUpField stepUp={stepUp} busy={command.busy} focus={!text.required} />
          {command.error !== null && !isStepUpError(command.failure) && (
            <Alert severity="error">{command.error}</Alert>
          )}
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2, gap: 1, flexWrap: 'wrap' }}>
          <Button type="button" color="inherit" onClick={close} disabled={busy}>
            {t('Back')}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color={decision === 'reject' ? 'error' : 'primary'}
            disabled={busy || isPending || !stepUp.canSubmit}
            startIcon={busy ? <CircularProgress size={14} color="inherit" /> : undefined}
          >
            {busy ? t('Working…') : confirm(ids.length, total)}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}

const TITLES: Record<BulkDecision, (count: number) => string> = {
  approve: (count) =>
    plural(count, { one: 'Approve {count} withdrawal?', other: 'Approve {count} withdrawals?' }),
  reject: (count) =>
    plural(count, { one: 'Reject {count} withdrawal?', other: 'Reject {count} withdrawals?' }),
};

/**
 * The button that opened the dialog may be gone with the selection. Focus then moves to the page's content
 * instead of the top of the document.
 */
function focusPage(): void {
  setTimeout(() => {
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const content = document.getElementById('main-content');
    content?.setAttribute('tabindex', '-1');
    content?.focus({ preventScroll: true });
  }, 50);
}
