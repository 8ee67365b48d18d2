import { Alert, Box } from '@mui/material';
import { TimeText } from '../../fields/TimeText.tsx';
import type { Withdrawal } from '../../providers/records.ts';
import { ActorText } from '../../records/people.tsx';

type Payout = NonNullable<Withdrawal['payout']>;

const PROVIDER: Record<
  Payout['status'],
  { severity: 'info' | 'warning' | 'success' | 'error'; words: string }
> = {
  ordered: { severity: 'info', words: 'Ordered from the provider; it has not answered yet.' },
  sent: { severity: 'info', words: 'The provider is sending it.' },
  unknown: {
    severity: 'warning',
    words: 'The provider’s answer got lost. The desk asks until it knows, and sends nothing a second time.',
  },
  finished: { severity: 'success', words: 'The provider has sent it.' },
  failed: {
    severity: 'error',
    words: 'The provider did not send it. A person has to decide what comes next.',
  },
};

/** Who is sending the money now, a person or the provider. */
export function PayoutState({ withdrawal: { payout, startedBy, status } }: { withdrawal: Withdrawal }) {
  return (
    <>
      {payout !== null && (
        <Alert severity={PROVIDER[payout.status].severity}>
          {PROVIDER[payout.status].words} Ordered by {payout.orderedBy}, <TimeText at={payout.createdAt} />
          {payout.providerPayoutId !== null && (
            <>
              , number <span className="mono">{payout.providerPayoutId}</span>
            </>
          )}
          .{payout.message !== null && <Box sx={{ mt: 0.5 }}>“{payout.message}”</Box>}
        </Alert>
      )}
      {status === 'processing' && startedBy !== null && payout === null && (
        <Alert severity="info">
          <ActorText actor={startedBy} /> is sending it. No one else should.
        </Alert>
      )}
    </>
  );
}
