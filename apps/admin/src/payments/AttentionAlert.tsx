import { Alert, AlertTitle } from '@mui/material';
import type { Payment } from '../providers/records.ts';
import { attentionDetails } from '../records/paymentAttention.ts';
import { AcknowledgeButton } from './AcknowledgeButton.tsx';

/** Why a payment waits for a person, what to do, and the way to say that it is done. */
export function AttentionAlert({ payment }: { payment: Payment }) {
  if (payment.needsAttention === null) return null;
  const { name, what, todo } = attentionDetails(payment.needsAttention);
  return (
    <Alert
      severity="error"
      sx={{
        mb: 2,
        flexWrap: { xs: 'wrap', sm: 'nowrap' },
        '& .MuiAlert-action': { alignItems: 'flex-start', whiteSpace: 'nowrap' },
      }}
      action={<AcknowledgeButton payment={payment} flag={payment.needsAttention} />}
    >
      <AlertTitle>{name}</AlertTitle>
      {what} <strong>What to do:</strong> {todo}
    </Alert>
  );
}
