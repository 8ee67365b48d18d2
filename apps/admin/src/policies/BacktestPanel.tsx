import { Alert, Box, Button, CircularProgress, ToggleButton, ToggleButtonGroup } from '@mui/material';
import { useRef, useState } from 'react';
import { Panel } from '../fields/Panel.tsx';
import type { PolicyBacktest, PolicyRules } from '../providers/records.ts';
import { trpc } from '../providers/trpc.ts';
import { BacktestResult } from './BacktestResult.tsx';
import { plural, t } from '../texts/t.ts';

const DAYS = [30, 90, 180] as const;

/** A back-test that was run, and the rules it was run with. */
export interface BacktestRun {
  rules: PolicyRules;
  result: PolicyBacktest;
}

interface BacktestPanelProps {
  /** Null while the draft has errors. */
  rules: PolicyRules | null;
  backtest: BacktestRun | null;
  /** The draft has changed since. */
  isStale: boolean;
  onDone: (backtest: BacktestRun) => void;
}

/** Runs the draft on past withdrawals: what it would have passed, delayed and stopped, and why. */
export function BacktestPanel({ rules, backtest, isStale, onDone }: BacktestPanelProps) {
  const [days, setDays] = useState<number>(90);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string | null>(null);
  const newest = useRef(0);

  const run = async () => {
    if (rules === null || busy) return;
    const mine = (newest.current += 1);
    setBusy(true);
    setError(null);
    try {
      const result = await trpc.policies.backtest.query({ rules, days });
      if (mine === newest.current) onDone({ rules, result });
    } catch (failure) {
      setError(failure instanceof Error ? failure.message : t('The back-test failed.'));
    } finally {
      setBusy(false);
    }
  };

  return (
    <Panel title={t('Back-test')}>
      <Box sx={{ color: 'text.secondary', mb: 1.5 }}>
        {t('What this draft would have decided about past withdrawals. Nothing is changed.')}
      </Box>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, alignItems: 'center' }}>
        <ToggleButtonGroup
          size="small"
          exclusive
          value={days}
          onChange={(_event, chosen: number | null) => chosen !== null && setDays(chosen)}
          aria-label={t('Period')}
          sx={{ '& .MuiToggleButton-root': { textTransform: 'none', py: 0.4 } }}
        >
          {DAYS.map((count) => (
            <ToggleButton key={count} value={count}>
              {plural(count, { one: '{count} day', other: '{count} days' })}
            </ToggleButton>
          ))}
        </ToggleButtonGroup>
        <Button
          variant={backtest && !isStale ? 'outlined' : 'contained'}
          onClick={() => void run()}
          disabled={busy || rules === null}
          startIcon={busy ? <CircularProgress size={14} color="inherit" /> : undefined}
        >
          {busy ? t('Running…') : t('Run the back-test')}
        </Button>
      </Box>
      {rules === null && (
        <Alert severity="info" sx={{ mt: 1.5 }}>
          {t('Correct the highlighted fields first.')}
        </Alert>
      )}
      {error && (
        <Alert severity="error" sx={{ mt: 1.5 }}>
          {error}
        </Alert>
      )}
      {backtest && isStale && rules !== null && (
        <Alert severity="warning" sx={{ mt: 1.5 }}>
          {t('The draft has changed since this back-test. Run it again.')}
        </Alert>
      )}
      <Box
        aria-live="polite"
        aria-busy={busy}
        sx={{ mt: backtest ? 2 : 0, opacity: backtest && isStale ? 0.6 : 1 }}
      >
        {backtest && <BacktestResult result={backtest.result} />}
      </Box>
    </Panel>
  );
}
