import { Alert, Box, CircularProgress, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { PermittedButton } from '../commands/PermittedButton.tsx';
import { useCommand } from '../commands/useCommand.ts';
import { Panel } from '../fields/Panel.tsx';
import type { WebhookDelivery, WebhookFinding } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { pastedHeaders } from './pastedHeaders.ts';
import { t } from '../texts/t.ts';

/** Compares what a receiver got with what was sent, and says why its verification fails. */
export function VerificationPanel({ delivery: { id } }: { delivery: WebhookDelivery }) {
  const [headers, setHeaders] = useState('');
  const [body, setBody] = useState('');
  const [computed, setComputed] = useState('');
  const [findings, setFindings] = useState<WebhookFinding[] | null>(null);
  const { busy, error, run } = useCommand(trpc.webhookDeliveries.explain.mutate, null, (answer) =>
    setFindings(answer.findings),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setFindings(null);
    const computedSignature = computed.trim();
    // The body as it is: a blank at its end may be what is wrong.
    run({ id, body, ...pastedHeaders(headers), ...(computedSignature && { computedSignature }) });
  };
  return (
    <Panel title={t('Why did verification fail?')}>
      <Box
        component="form"
        noValidate
        onSubmit={submit}
        aria-busy={busy}
        sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)', pt: 0.5 }}
      >
        <div>
          {t('Paste what your code received for this delivery. Your secret is not needed: do not paste it.')}
        </div>
        <Pasted
          label={t('Headers')}
          value={headers}
          onChange={setHeaders}
          helperText={t('webhook-id, webhook-timestamp and webhook-signature, one per line.')}
        />
        <Pasted
          label={t('Body')}
          value={body}
          onChange={setBody}
          helperText={t('Exactly what your code verifies. Line breaks are pasted as \\n.')}
        />
        <Pasted
          label={t('Computed signature (optional)')}
          value={computed}
          onChange={setComputed}
          helperText={t('What your code computed: it shows mistakes with the secret.')}
        />
        <Box>
          <PermittedButton
            action="webhookDeliveries.explain"
            type="submit"
            variant="contained"
            disabled={busy}
            startIcon={busy ? <CircularProgress size={14} color="inherit" /> : undefined}
          >
            {busy ? t('Comparing…') : t('Explain')}
          </PermittedButton>
        </Box>
        {error && <Alert severity="error">{error}</Alert>}
        <Box role="status">
          {findings && <Findings findings={findings} isComputedGiven={computed.trim() !== ''} />}
        </Box>
      </Box>
    </Panel>
  );
}

const Pasted = ({
  label,
  value,
  onChange,
  helperText,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  helperText: string;
}) => (
  <TextField
    fullWidth
    multiline
    minRows={2}
    maxRows={10}
    label={label}
    value={value}
    helperText={helperText}
    onChange={(event) => onChange(event.target.value)}
    slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off', className: 'mono' } }}
  />
);

function Findings({ findings, isComputedGiven }: { findings: WebhookFinding[]; isComputedGiven: boolean }) {
  if (findings.length === 0)
    return (
      <Alert severity="success">
        {t('Nothing differs: this request is right, and was signed with a valid secret.')}
        {!isComputedGiven && ` ${t('If your code still rejects it, add the signature that it computed.')}`}
      </Alert>
    );
  return (
    <Alert severity="warning" sx={{ overflowWrap: 'anywhere' }}>
      <Box component="ul" aria-label={t('What differs')} sx={{ m: 0, pl: 2.25 }}>
        {findings.map(({ code, message }) => (
          <li key={`${code} ${message}`} title={code}>
            {sentence(message)}
          </li>
        ))}
      </Box>
    </Alert>
  );
}

/** Header names stay as they are written. */
const sentence = (message: string): string => {
  const begun = message.startsWith('webhook-') ? message : message.charAt(0).toUpperCase() + message.slice(1);
  return /[.?!]$/.test(begun) ? begun : `${begun}.`;
};
