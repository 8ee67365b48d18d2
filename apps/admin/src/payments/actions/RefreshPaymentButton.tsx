import RefreshIcon from '@mui/icons-material/Sync';
import { Alert, Button, Snackbar, Tooltip } from '@mui/material';
import { paymentCan } from '@paydesk/types/rules';
import { useId } from 'react';
import { useCommand } from '../../commands/useCommand.ts';
import { marksOf, permissionOf } from '../../providers/neededPermissions.ts';
import { useMay } from '../../providers/permissions.ts';
import type { Payment } from '../../providers/records.ts';
import { trpc } from '../../providers/trpc.ts';
import { useServerSentence } from '../../texts/serverSentence.ts';
import { t } from '../../texts/t.ts';
import { statusName } from '../../fields/statusNames.ts';

const ACTION = 'payments.refresh';

/** Fetches the status of a payment from the provider. */
export function RefreshPaymentButton({ payment }: { payment: Payment }) {
  const may = useMay();
  const id = useId();
  const can = paymentCan.refresh(payment);
  const written = useServerSentence();
  const why = can.allowed ? null : written(can.why);
  const { run, busy, error, reset } = useCommand(trpc.payments.refresh.mutate, (fresh) =>
    t('Status refreshed: {status}', { status: statusName(fresh.status) }),
  );
  if (!may(permissionOf(ACTION))) return null;
  return (
    <>
      <Tooltip title={why ?? ''} describeChild>
        <Button
          {...marksOf(ACTION)}
          variant="outlined"
          startIcon={<RefreshIcon />}
          aria-disabled={why !== null || busy || undefined}
          aria-describedby={why ? id : undefined}
          onClick={() => why === null && run({ id: payment.id })}
          sx={why ? { opacity: 0.5, cursor: 'not-allowed' } : undefined}
        >
          {busy ? t('Asking…') : t('Refresh')}
        </Button>
      </Tooltip>
      {why && (
        <span id={id} hidden>
          {why}
        </span>
      )}
      <Snackbar open={error !== null} autoHideDuration={8000} onClose={reset}>
        <Alert severity="error" onClose={reset}>
          {error}
        </Alert>
      </Snackbar>
    </>
  );
}
