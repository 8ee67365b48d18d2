import { Alert, AlertTitle, Box } from '@mui/material';
import { ActionDialog } from '../commands/ActionDialog.tsx';
import { CommandButton } from '../commands/CommandButton.tsx';
import { noteField } from '../commands/CommandField.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { usePayoutStop } from './useSummary.ts';

/** Says that all payouts are stopped, by whom and why, and offers to resume them; nothing otherwise. */
export function PayoutStopBanner() {
  const stop = usePayoutStop();
  if (!stop) return null;
  const who = stop.stoppedBy?.name ?? 'the desk';
  return (
    <Alert
      severity="error"
      variant="filled"
      sx={{ mb: 2, color: '#fff', backgroundColor: '#a3140d', '& .MuiAlert-message': { flex: 1 } }}
    >
      <AlertTitle>All payouts are stopped</AlertTitle>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5, justifyContent: 'space-between' }}>
        <Box sx={{ minWidth: 0, flex: '1 1 260px', overflowWrap: 'anywhere' }}>
          By {who}, <TimeText at={stop.stoppedAt} />: “{stop.note}”. No withdrawal can be approved or paid.
          Requests still come in, and can be rejected.
        </Box>
        <ResumeButton who={who} note={stop.note} />
      </Box>
    </Alert>
  );
}

function ResumeButton({ who, note }: { who: string; note: string }) {
  return (
    <CommandButton
      label="Resume payouts"
      color="inherit"
      permission="payouts.resume"
      dialog={(close) => (
        <ActionDialog
          title="Resume all payouts?"
          explain="Withdrawals can be approved and paid again. Make sure that the reason for the stop is gone."
          facts={[
            ['Stopped by', who],
            ['Reason', note],
          ]}
          fields={[noteField('Why it is safe now')]}
          confirmLabel="Resume payouts"
          action="withdrawals.resumePayouts"
          input={({ note: why = '' }) => ({ note: why })}
          done="Payouts resumed"
          close={close}
        />
      )}
    />
  );
}
