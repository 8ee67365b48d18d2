import FingerprintIcon from '@mui/icons-material/Fingerprint';
import { Alert, Box, Link, Skeleton, TextField } from '@mui/material';
import { useId } from 'react';
import { TextLink } from '../fields/links.tsx';
import { ErrorState } from '../fields/states.tsx';
import type { StepUpMethod } from '../providers/records.ts';
import { countdownText } from './useCountdown.ts';
import type { StepUpState } from './useStepUp.ts';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';

const SWITCH: Record<StepUpMethod, string> = {
  passkey: t('Use a passkey'),
  totp: t('Use a code of the authenticator app'),
  recoveryCode: t('Use a recovery code'),
};

/** Where the person gives the second factor, inside the form of the action; nothing when none is needed. */
export function StepUpField({
  stepUp,
  busy,
  focus,
}: {
  stepUp: StepUpState;
  busy: boolean;
  focus?: boolean;
}) {
  if (stepUp.lockedSeconds > 0 && !stepUp.phase.startsWith('enrol'))
    return <Locked seconds={stepUp.lockedSeconds} />;
  switch (stepUp.phase) {
    case 'notNeeded':
      // The policy may have changed while the dialog was open.
      return stepUp.problem === null ? null : <Alert severity="error">{stepUp.problem}</Alert>;
    case 'loading':
      return (
        <Box role="status" aria-label={t('Looking up your second factor')}>
          <Skeleton variant="rounded" height={40} />
        </Box>
      );
    case 'failed':
      return (
        <ErrorState
          error={new Error(t('Your second factor could not be looked up.'))}
          onRetry={stepUp.retry}
        />
      );
    case 'enrol':
      return (
        <SetUpFirst
          text={t(
            'This needs your second factor, and none is set up here yet. <link>Set up a passkey or an authenticator app</link>, then come back.',
          )}
        />
      );
    case 'enrolPasskey':
      return (
        <SetUpFirst
          text={t(
            'An amount this large needs a passkey: its signature can be checked later, and that of a code cannot. <link>Add a passkey</link>, then come back.',
          )}
        />
      );
    case 'ask':
      return <Asked stepUp={stepUp} busy={busy} focus={focus ?? false} />;
  }
}

/** What has to be set up, with a link to the page. */
const SetUpFirst = ({ text }: { text: string }) => (
  <Alert severity="warning">
    <Rich
      text={text}
      tags={{
        link: (content) => (
          <TextLink to="/security" quiet>
            {content}
          </TextLink>
        ),
      }}
    />
  </Alert>
);

const Locked = ({ seconds }: { seconds: number }) => (
  <Alert severity="error">
    <Rich
      text={t(
        'Too many wrong attempts: your second factor is locked for <timer>{time}</timer>. If that was not you, tell an admin at once.',
        { time: countdownText(seconds) },
      )}
      tags={{
        timer: (content) => (
          <Box component="span" role="timer" sx={{ fontVariantNumeric: 'tabular-nums', fontWeight: 650 }}>
            {content}
          </Box>
        ),
      }}
    />
  </Alert>
);

function Asked({ stepUp, busy, focus }: { stepUp: StepUpState; busy: boolean; focus: boolean }) {
  return (
    <Box role="group" aria-label={t('Second factor')} sx={{ display: 'grid', gap: 1 }}>
      {stepUp.method === 'passkey' ? (
        <PasskeyLine stepUp={stepUp} />
      ) : (
        <CodeInput key={stepUp.method} stepUp={stepUp} busy={busy} focus={focus} />
      )}
      {stepUp.others.length > 0 && (
        <Box sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 2, rowGap: 0.5, fontSize: '0.85rem' }}>
          {stepUp.others.map((other) => (
            <Link
              key={other}
              component="button"
              type="button"
              disabled={busy}
              onClick={() => stepUp.choose(other)}
              sx={{ fontSize: 'inherit' }}
            >
              {SWITCH[other]}
            </Link>
          ))}
        </Box>
      )}
    </Box>
  );
}

function PasskeyLine({ stepUp }: { stepUp: StepUpState }) {
  return (
    <>
      <Box sx={{ display: 'flex', gap: 1, alignItems: 'center', color: 'text.secondary' }}>
        <FingerprintIcon fontSize="small" />
        <span>
          {stepUp.signing
            ? t('Your device asks for you now…')
            : t('Your passkey signs exactly this. Your device will ask for your fingerprint, face or PIN.')}
        </span>
      </Box>
      {stepUp.problem && <Alert severity={stepUp.wasCancelled ? 'info' : 'error'}>{stepUp.problem}</Alert>}
    </>
  );
}

const INPUTS = {
  totp: {
    label: t('Authentication code'),
    help: t('Six digits, from your authenticator app.'),
    autoComplete: 'one-time-code',
    inputMode: 'numeric',
    maxLength: 12,
  },
  recoveryCode: {
    label: t('Recovery code'),
    help: t('One of those you kept. It works once.'),
    autoComplete: 'off',
    inputMode: 'text',
    maxLength: 40,
  },
} as const;

function CodeInput({ stepUp, busy, focus }: { stepUp: StepUpState; busy: boolean; focus: boolean }) {
  const { label, help, autoComplete, inputMode, maxLength } =
    INPUTS[stepUp.method === 'totp' ? 'totp' : 'recoveryCode'];
  const helpId = useId();
  const type = (text: string, form: HTMLFormElement | null) => {
    if (stepUp.method !== 'totp') return stepUp.setCode(text);
    const digits = text.replaceAll(/\D/g, '').slice(0, 6);
    stepUp.setCode(digits);
    // The sixth digit submits the form, after the next render, which has the code.
    if (digits.length === 6 && stepUp.code.length < 6 && !busy) setTimeout(() => form?.requestSubmit(), 0);
  };
  return (
    <TextField
      label={label}
      name={stepUp.method}
      value={stepUp.code}
      autoFocus={focus}
      autoComplete={autoComplete}
      error={stepUp.problem !== null}
      helperText={stepUp.problem ?? help}
      onChange={(event) => type(event.target.value, (event.target as HTMLInputElement).form)}
      sx={{ maxWidth: 360 }}
      slotProps={{
        htmlInput: {
          inputMode,
          maxLength,
          spellCheck: false,
          readOnly: busy,
          className: 'mono',
          'aria-describedby': helpId,
        },
        formHelperText: { id: helpId, ...(stepUp.problem !== null && { role: 'alert' }) },
      }}
    />
  );
}
