import { Alert, Box, Button, TextField } from '@mui/material';
import { type FormEvent, useState } from 'react';
import { localTime } from '../fields/formats.ts';
import { Panel } from '../fields/Panel.tsx';
import { Usd } from '../fields/Usd.tsx';
import type { BalanceAt } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { t } from '../texts/t.ts';
import { Rich } from '../texts/Rich.tsx';

/** The balance at a given time, in the person's own time zone. */
export function BalanceAtPanel({ userId }: { userId: string }) {
  const [at, setAt] = useState('');
  const [result, setResult] = useState<BalanceAt | null>(null);
  const [error, setError] = useState<string | null>(null);

  const ask = (event: FormEvent) => {
    event.preventDefault();
    setError(null);
    void trpc.balances.at
      .query({ userId, at: new Date(at).toISOString() })
      .then(setResult, (failure: Error) => setError(failure.message));
  };

  return (
    <Panel title={t('Balance at a date')}>
      <Box
        component="form"
        onSubmit={ask}
        sx={{ display: 'flex', gap: 1, flexWrap: 'wrap', alignItems: 'center', pt: 0.5 }}
      >
        <TextField
          type="datetime-local"
          label={t('Date and time')}
          required
          value={at}
          onChange={(event) => setAt(event.target.value)}
          slotProps={{ inputLabel: { shrink: true } }}
        />
        <Button type="submit" variant="outlined" disabled={at === ''}>
          {t('Show')}
        </Button>
      </Box>
      <Box role="status" sx={{ mt: 1 }}>
        {result && (
          <Rich
            text={balanceText(result)}
            tags={{ amount: () => <Usd amount={result.balanceUsd} strong /> }}
          />
        )}
      </Box>
      {error && <Alert severity="error">{error}</Alert>}
    </Panel>
  );
}

function balanceText({ at, seq }: BalanceAt): string {
  const time = localTime(at);
  return seq === 0
    ? t('At {time} the balance was <amount></amount> after no rows.', { time })
    : t('At {time} the balance was <amount></amount> after row {seq}.', { time, seq: String(seq) });
}
