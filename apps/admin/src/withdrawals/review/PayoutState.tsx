import { Alert, Box } from '@mui/material';
import { TimeText } from '../../fields/TimeText.tsx';
import type { Withdrawal } from '../../providers/records.ts';
import { ActorText } from '../../records/people.tsx';
import { useServerSentence } from '../../texts/serverSentence.ts';
import { t } from '../../texts/t.ts';
import { Rich } from '../../texts/Rich.tsx';

type Payout = NonNullable<Withdrawal['payout']>;

const PROVIDER: Record<
  Payout['status'],
  { severity: 'info' | 'warning' | 'success' | 'error'; text: string }
> = {
  ordered: { severity: 'info', text: t('Ordered from the provider, which has not responded yet.') },
  sent: { severity: 'info', text: t('The provider is sending it.') },
  unknown: {
    severity: 'warning',
    text: t(
      'The provider’s response was lost. The desk keeps checking the outcome, and never sends the payout twice.',
    ),
  },
  finished: { severity: 'success', text: t('The provider has sent it.') },
  failed: {
    severity: 'error',
    text: t('The provider did not send it. Decide how to proceed.'),
  },
};

/** Who is sending the money now, a person or the provider. */
export function PayoutState({ withdrawal: { payout, startedBy, status } }: { withdrawal: Withdrawal }) {
  const written = useServerSentence();
  return (
    <>
      {payout !== null && (
        <Alert severity={PROVIDER[payout.status].severity}>
          {PROVIDER[payout.status].text}{' '}
          <Rich
            text={
              payout.providerPayoutId === null
                ? t('Ordered by {name}, <time></time>.', { name: payout.orderedBy })
                : t('Ordered by {name}, <time></time>, payout id <id></id>.', { name: payout.orderedBy })
            }
            tags={{
              time: () => <TimeText at={payout.createdAt} />,
              id: () => <span className="mono">{payout.providerPayoutId}</span>,
            }}
          />
          {payout.message !== null && (
            <Box sx={{ mt: 0.5 }}>{t('“{text}”', { text: written(payout.message) })}</Box>
          )}
        </Alert>
      )}
      {status === 'processing' && startedBy !== null && payout === null && (
        <Alert severity="info">
          <Rich
            text={t('<actor></actor> is sending it. No one else should.')}
            tags={{ actor: () => <ActorText actor={startedBy} /> }}
          />
        </Alert>
      )}
    </>
  );
}
