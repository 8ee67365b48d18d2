import { Alert, AlertTitle, Box } from '@mui/material';
import { lazy, Suspense } from 'react';
import { CommandButton } from '../commands/CommandButton.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { Summary } from '../providers/records.ts';
import { Rich } from '../texts/Rich.tsx';
import { t } from '../texts/t.ts';

const ResumePayoutsDialog = lazy(async () => ({
  default: (await import('./payoutDialogs.tsx')).ResumePayoutsDialog,
}));

/** By whom and why all payouts are stopped, and the button that resumes them. */
export function PayoutStopAlert({ stop }: { stop: NonNullable<Summary['payoutStop']> }) {
  const who = stop.stoppedBy?.name ?? t('the desk');
  return (
    <Alert
      severity="error"
      variant="filled"
      sx={{ mb: 2, color: '#fff', backgroundColor: '#a3140d', '& .MuiAlert-message': { flex: 1 } }}
    >
      <AlertTitle>{t('All payouts are stopped')}</AlertTitle>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, justifyContent: 'space-between' }}>
        <Box sx={{ minWidth: 0, flex: '1 1 260px', overflowWrap: 'anywhere' }}>
          <div>
            <Rich
              text={
                stop.stoppedBy === null
                  ? t('By the desk, <time></time>: “<note></note>”')
                  : t('By {name}, <time></time>: “<note></note>”', { name: stop.stoppedBy.name })
              }
              tags={{ time: () => <TimeText at={stop.stoppedAt} />, note: () => stop.note }}
            />
          </div>
          {t('No withdrawal can be approved or paid. Requests still come in, and can be rejected.')}
        </Box>
        <ResumeButton who={who} note={stop.note} />
      </Box>
    </Alert>
  );
}

function ResumeButton({ who, note }: { who: string; note: string }) {
  return (
    <CommandButton
      label={t('Resume payouts')}
      color="inherit"
      action="withdrawals.resumePayouts"
      dialog={(close) => (
        <Suspense>
          <ResumePayoutsDialog who={who} note={note} close={close} />
        </Suspense>
      )}
    />
  );
}
