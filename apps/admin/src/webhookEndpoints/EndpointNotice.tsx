import { Alert, AlertTitle } from '@mui/material';
import type { WebhookDisabledReason } from '@paydesk/types/rules';
import { TimeText } from '../fields/TimeText.tsx';
import type { WebhookEndpoint } from '../providers/records.ts';
import { Rich } from '../texts/Rich.tsx';
import { plural, t } from '../texts/t.ts';

const REASONS: Record<WebhookDisabledReason, string> = {
  staff: t('A person has disabled it.'),
  gone: t('It answered that it is gone (410).'),
  failing: t('It failed for three days.'),
  events_removed: t('Events that it has not received were removed by age.'),
};

/** Why an endpoint gets no events, or gets them late; absent while all is well. */
export function EndpointNotice({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { isEnabled, disabledAt, disabledReason, disabledDetail, failingSince } = endpoint;
  const cursor = String(endpoint.cursor);
  if (!isEnabled)
    return (
      <Alert severity="error" sx={{ mb: 2, overflowWrap: 'anywhere' }}>
        <AlertTitle>
          <Rich text={t('Disabled <time></time>')} tags={{ time: () => <TimeText at={disabledAt} /> }} />
        </AlertTitle>
        {disabledReason && `${REASONS[disabledReason]} `}
        {disabledDetail && `${t('The last error: {detail}.', { detail: disabledDetail })} `}
        {t('Its events wait from sequence {cursor} on, as long as the desk keeps events.', { cursor })}
      </Alert>
    );
  if (failingSince === null) return null;
  return (
    <Alert severity="warning" sx={{ mb: 2 }}>
      <AlertTitle>
        <Rich text={t('Failing since <time></time>')} tags={{ time: () => <TimeText at={failingSince} /> }} />
      </AlertTitle>
      {plural(
        endpoint.failures,
        {
          one: 'The event after sequence {cursor} has failed once.',
          other: 'The event after sequence {cursor} has failed {count} times.',
        },
        { cursor },
      )}{' '}
      {endpoint.nextAttemptAt === null ? (
        t('It is sent again before any later event.')
      ) : (
        <Rich
          text={t('It is sent again before any later event, next <time></time>.')}
          tags={{ time: () => <TimeText at={endpoint.nextAttemptAt} /> }}
        />
      )}{' '}
      {t('After three days of failures the endpoint is disabled.')}
    </Alert>
  );
}
