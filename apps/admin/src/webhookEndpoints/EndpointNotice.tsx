import { Alert, AlertTitle } from '@mui/material';
import type { WebhookDisabledReason } from '@paydesk/types/rules';
import { TimeText } from '../fields/TimeText.tsx';
import type { WebhookEndpoint } from '../providers/records.ts';

const REASONS: Record<WebhookDisabledReason, string> = {
  staff: 'A person has disabled it.',
  gone: 'It answered that it is gone (410).',
  failing: 'It failed for three days.',
  events_removed: 'Events that it has not received were removed by age.',
};

/** Why an endpoint gets no events, or gets them late; absent while all is well. */
export function EndpointNotice({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { isEnabled, disabledAt, disabledReason, disabledDetail, failingSince } = endpoint;
  if (!isEnabled)
    return (
      <Alert severity="error" sx={{ mb: 2, overflowWrap: 'anywhere' }}>
        <AlertTitle>
          Disabled <TimeText at={disabledAt} />
        </AlertTitle>
        {disabledReason && REASONS[disabledReason]} {disabledDetail && `The last error: ${disabledDetail}. `}
        Its events wait from sequence {endpoint.cursor} on, as long as the desk keeps events.
      </Alert>
    );
  if (failingSince === null) return null;
  return (
    <Alert severity="warning" sx={{ mb: 2 }}>
      <AlertTitle>
        Failing since <TimeText at={failingSince} />
      </AlertTitle>
      The event after sequence {endpoint.cursor} has failed{' '}
      {endpoint.failures === 1 ? 'once' : `${endpoint.failures} times`}. It is sent again before any later
      event
      {endpoint.nextAttemptAt && (
        <>
          , next <TimeText at={endpoint.nextAttemptAt} />
        </>
      )}
      . After three days of failures the endpoint is disabled.
    </Alert>
  );
}
