import { Alert, Box, LinearProgress } from '@mui/material';
import { Panel } from '../fields/Panel.tsx';
import type { Reconciliation } from '../providers/records.ts';
import { progressPercent, progressText } from './progress.ts';
import { locale } from '../texts/currentLanguage.ts';
import { t } from '../texts/t.ts';

/** The progress of a comparison, and its counts. */
export function ProgressPanel({ run }: { run: Reconciliation }) {
  const percent = progressPercent(run);
  const running = run.status === 'running';
  return (
    <Panel title={running ? t('In progress') : t('Result')}>
      <Box
        component="dl"
        sx={{
          m: 0,
          mb: 1.5,
          display: 'grid',
          gap: 1,
          gridTemplateColumns: { xs: 'repeat(2, minmax(0, 1fr))', sm: 'repeat(4, minmax(0, 1fr))' },
        }}
      >
        <Count label={t('Checked')} count={run.seen} />
        <Count label={t('Matched')} count={run.matched} />
        <Count label={t('Explained')} count={run.explained} />
        <Count label={t('Unexplained')} count={run.unexplained} alarm={run.unexplained > 0} />
      </Box>
      <Box role="status">
        {running && (
          <p style={{ margin: '0 0 6px' }}>
            {t('Reading the provider’s list: {progress}', { progress: progressText(run) })}
          </p>
        )}
        {run.status === 'failed' && (
          <Alert severity="error">
            {t(
              'The provider’s list could not be read completely ({progress}). The differences found until then are below. The next comparison starts from the beginning.',
              { progress: progressText(run) },
            )}
          </Alert>
        )}
        {run.status === 'finished' && run.unexplained === 0 && (
          <Alert severity="success">
            {t('The provider and the books agree ({progress} read).', { progress: progressText(run) })}
          </Alert>
        )}
        {run.status === 'finished' && run.unexplained > 0 && (
          <Alert severity="error">
            {t('The provider and the books differ. Investigate each unexplained difference below.')}
          </Alert>
        )}
      </Box>
      {running && (
        <LinearProgress
          aria-label={t('Pages read')}
          variant={percent === null ? 'indeterminate' : 'determinate'}
          {...(percent !== null && { value: percent })}
        />
      )}
      {running && run.lastError && (
        <Alert severity="warning" sx={{ mt: 1.5 }}>
          {t('A page could not be loaded ({lastError}). The desk retries automatically.', {
            lastError: run.lastError,
          })}
        </Alert>
      )}
    </Panel>
  );
}

const Count = ({ label, count, alarm }: { label: string; count: number; alarm?: boolean }) => (
  <div>
    <Box component="dt" sx={{ color: 'text.secondary', fontSize: '0.88rem' }}>
      {label}
    </Box>
    <Box
      component="dd"
      sx={{
        m: 0,
        fontSize: '1.3rem',
        fontWeight: 650,
        fontVariantNumeric: 'tabular-nums',
        color: alarm ? 'error.main' : 'text.primary',
      }}
    >
      {count.toLocaleString(locale)}
    </Box>
  </div>
);
