import {
  Alert,
  Box,
  Button,
  CircularProgress,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
} from '@mui/material';
import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from 'react';
import { type Fact, Facts } from '../fields/Facts.tsx';
import { onSessionEnded } from '../providers/authClient.ts';
import type { StepUpProof, StepUpPurpose } from '../providers/records.ts';
import { PasskeyError } from '../stepUp/passkeyError.ts';
import { isStepUpError } from '../stepUp/stepUpError.ts';
import { StepUpField } from '../stepUp/StepUpField.tsx';
import { type StepUpDemand, useStepUp } from '../stepUp/useStepUp.ts';
import { changeRequestedOf } from './changeRequested.ts';
import { ChangeRequestedDialog } from './ChangeRequestedDialog.tsx';
import { CommandField, type FieldSpec, invalidReason } from './CommandField.tsx';
import { useDialogNotice } from './dialogNotice.ts';
import { useCommand } from './useCommand.ts';
import { useFocusAfterClose } from './useFocusAfterClose.ts';
import { FRAMED } from '../theme/framed.ts';
import { t } from '../texts/t.ts';

export interface CommandDialogProps<Result> {
  title: string;
  /** What will happen, in a sentence or two. */
  explain: ReactNode;
  /** What it happens to: amount, currency, address in full. */
  facts?: readonly Fact[];
  /** As a function: some inputs depend on what is in others. */
  fields?: readonly FieldSpec[] | ((values: Record<string, string>) => readonly FieldSpec[]);
  /** Inputs that a text field cannot be, or what follows from the inputs. */
  extra?: ReactNode | ((values: Record<string, string>) => ReactNode);
  /** Names the action; never just "OK". */
  confirmLabel: string | ((values: Record<string, string>) => string);
  danger?: boolean;
  /**
   * The action needs the person's second factor: returns what it confirms, from the inputs. The dialog asks
   * for it and passes `proof` to `run`.
   */
  stepUp?: (values: Record<string, string>, idempotencyKey: string) => StepUpPurpose;
  demand?: StepUpDemand;
  /** The amount of a withdrawal that is approved or paid: a large one needs a passkey. */
  withdrawalUsd?: string;
  /**
   * Runs the command. The key is the same for every attempt until the dialog is closed. `proof` is undefined
   * where no second factor is required.
   */
  run: (values: Record<string, string>, idempotencyKey: string, proof?: StepUpProof) => Promise<Result>;
  /** The message after success; null: what comes next shows it. */
  done: string | ((result: Result) => string) | null;
  onDone?: (result: Result) => void;
  /** Called when the person has read that the action waits for another person. */
  onRequested?: () => void;
  close: () => void;
}

/** A browser prompt that the person closed is not an error. */
const isCancelled = (failure: unknown): boolean => failure instanceof PasskeyError && failure.cancelled;

/** Asks before a command, waits for the desk, and stays open with the reason if it fails. */
export function CommandDialog<Result>({
  title,
  explain,
  facts,
  fields: fieldsOf = [],
  extra,
  confirmLabel,
  danger,
  stepUp: purposeOf,
  demand,
  withdrawalUsd,
  run,
  done,
  onDone,
  onRequested,
  close,
}: CommandDialogProps<Result>) {
  const titleId = useId();
  const notice = useDialogNotice();
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(depending(fieldsOf, {}).map((field) => [field.name, field.initial ?? ''])),
  );
  const fields = depending(fieldsOf, values);
  const forgetSecrets = useEffectEvent((): false => {
    const secrets = fields.flatMap(({ name, kind }) => (kind === 'password' ? [[name, ''] as const] : []));
    if (secrets.length > 0) setValues((before) => ({ ...before, ...Object.fromEntries(secrets) }));
    return false;
  });
  useEffect(() => onSessionEnded(() => forgetSecrets()), []);
  const [submitted, setSubmitted] = useState(false);
  const [idempotencyKey] = useState(() => `spa-${crypto.randomUUID()}`);
  const command = useCommand<{ given: Record<string, string>; proof?: StepUpProof }, Result>(
    ({ given, proof }) => run(given, idempotencyKey, proof),
    done === null ? null : (result) => (typeof done === 'string' ? done : done(result)),
    (result) => {
      close();
      onDone?.(result);
    },
  );
  // A password may begin or end with a space on purpose.
  const trimmed = Object.fromEntries(
    fields.map(({ name, kind }) => [
      name,
      kind === 'password' ? (values[name] ?? '') : (values[name] ?? '').trim(),
    ]),
  );
  const stepUp = useStepUp(
    purposeOf ? () => purposeOf(trimmed, idempotencyKey) : null,
    command.failure,
    demand,
    withdrawalUsd,
  );

  const form = useRef<HTMLFormElement>(null);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setSubmitted(true);
    const invalid = fields.find((field) => invalidReason(field, values[field.name] ?? '') !== null);
    if (invalid) {
      focusInput(form.current, invalid.name);
      return;
    }
    const collected = await stepUp.collectProof();
    if (collected) command.run({ given: trimmed, ...collected });
  };

  // Confirmed before it was known whether a second factor is needed: waits, and then asks for it or goes on.
  const [isConfirmed, setConfirmed] = useState(false);
  const goOn = useEffectEvent(() => {
    setConfirmed(false);
    if (stepUp.phase === 'ask' && stepUp.method !== 'passkey') focusInput(form.current, stepUp.method);
    else if (stepUp.canSubmit) form.current?.requestSubmit();
  });
  const isKnown = stepUp.phase !== 'loading';
  useEffect(() => {
    if (isConfirmed && isKnown) goOn();
  }, [isConfirmed, isKnown]);

  const refused = fields.find(({ name }) => command.fieldErrors[name] !== undefined)?.name;
  useEffect(() => {
    if (refused !== undefined) focusInput(form.current, refused);
  }, [refused, command.failure]);
  const isReady = fields.length === 0 && purposeOf !== undefined && stepUp.phase === 'notNeeded';
  const confirm = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isReady && !danger) confirm.current?.focus();
  }, [isReady, danger]);
  useFocusAfterClose();

  // An error about one input is shown there, and not a second time below.
  const shownAtField =
    isStepUpError(command.failure) || fields.some(({ name }) => command.fieldErrors[name] !== undefined);
  const busy = command.busy || stepUp.signing;
  const requested = changeRequestedOf(command.failure);
  if (requested) {
    const leave = () => {
      close();
      onRequested?.();
    };
    return <ChangeRequestedDialog requested={requested} facts={facts} close={leave} />;
  }
  return (
    <Dialog open onClose={() => !busy && close()} maxWidth="sm" fullWidth aria-labelledby={titleId}>
      <Box
        component="form"
        ref={form}
        noValidate
        onSubmit={(event: FormEvent) => void submit(event)}
        onKeyDown={(event: KeyboardEvent) => {
          // In a reason of several lines, Enter begins the next one.
          if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
          // Else a button that has the focus would be pressed too, and some browsers would submit twice.
          event.preventDefault();
          if (busy) return;
          if (!isKnown) setConfirmed(true);
          else if (stepUp.canSubmit) form.current?.requestSubmit();
        }}
        aria-busy={busy}
      >
        <DialogTitle id={titleId} sx={{ pb: 1 }}>
          {title}
        </DialogTitle>
        <DialogContent sx={{ display: 'flex', flexDirection: 'column', gap: 2 }}>
          <div>{explain}</div>
          {notice}
          {facts && facts.length > 0 && (
            <Box sx={FRAMED}>
              <Facts facts={facts} dense />
            </Box>
          )}
          {fields.map((field, index) => (
            <CommandField
              key={field.name}
              field={field}
              focus={index === 0}
              value={values[field.name] ?? ''}
              onChange={(value) => setValues((before) => ({ ...before, [field.name]: value }))}
              error={
                command.fieldErrors[field.name] ??
                (submitted ? (invalidReason(field, values[field.name] ?? '') ?? undefined) : undefined)
              }
            />
          ))}
          {depending(extra, values)}
          <StepUpField stepUp={stepUp} busy={command.busy} focus={fields.length === 0} />
          {command.error && !shownAtField && (
            <Alert severity={isCancelled(command.failure) ? 'info' : 'error'}>{command.error}</Alert>
          )}
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2, gap: 1, flexWrap: 'wrap' }}>
          <Button
            type="button"
            color="inherit"
            onClick={close}
            disabled={busy}
            autoFocus={fields.length === 0 && !purposeOf}
          >
            {t('Back')}
          </Button>
          <Button
            ref={confirm}
            type="submit"
            variant="contained"
            color={danger ? 'error' : 'primary'}
            disabled={busy || !stepUp.canSubmit}
            startIcon={busy || isConfirmed ? <CircularProgress size={14} color="inherit" /> : undefined}
          >
            {busy || isConfirmed ? t('Working…') : depending(confirmLabel, values)}
          </Button>
        </DialogActions>
      </Box>
    </Dialog>
  );
}

/** A part of the dialog that may depend on what is in its inputs. */
function depending<Part extends ReactNode | readonly FieldSpec[]>(
  part: Part | ((values: Record<string, string>) => Part),
  values: Record<string, string>,
): Part {
  return typeof part === 'function' ? part(values) : part;
}

function focusInput(form: HTMLFormElement | null, name: string): void {
  const input = form?.elements.namedItem(name);
  if (input instanceof HTMLElement) input.focus();
}
