import { Alert, Box } from '@mui/material';
import { CopyText } from '../fields/CopyText.tsx';
import { Facts } from '../fields/Facts.tsx';
import { listPath, TextLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import type { WebhookDelivery } from '../providers/records.ts';
import { DeliveryStatusBadge } from '../records/webhookBadges.tsx';
import { EndpointLink } from '../records/webhookDeliveryColumns.tsx';
import { ResendButton } from './actions/ResendButton.tsx';
import { AttemptPanel } from './AttemptPanel.tsx';
import { TextBlock } from './TextBlock.tsx';
import { VerificationPanel } from './VerificationPanel.tsx';
import { DELIVERY_KIND_NAMES } from '../records/webhookNames.ts';
import { useServerSentence } from '../texts/serverSentence.ts';
import { asWritten, t } from '../texts/t.ts';

/** One delivery: each request with its answer, the body, and help with its verification. */
export const WebhookDeliveryShow = () => (
  <ShowPage<WebhookDelivery> resource="webhookDeliveries">
    {(delivery) => <Page delivery={delivery} />}
  </ShowPage>
);

function Page({ delivery }: { delivery: WebhookDelivery }) {
  const written = useServerSentence();
  const attempts = (delivery.log ?? [])
    .map((attempt, index) => ({ attempt, number: index + 1 }))
    .toReversed();
  return (
    <>
      <PageHeader
        title={asWritten(delivery.eventType)}
        badge={<DeliveryStatusBadge status={delivery.status} />}
        hint={<EndpointLink id={delivery.endpointId} full />}
        actions={<ResendButton delivery={delivery} />}
      />
      <PageColumns
        main={
          <>
            {attempts.length === 0 && (
              <Panel title={t('Attempts')}>
                <Box sx={{ color: 'text.secondary' }}>{t('Nothing was sent yet.')}</Box>
              </Panel>
            )}
            {attempts.map(({ attempt, number }) => (
              <AttemptPanel key={attempt.id} attempt={attempt} number={number} />
            ))}
            <Body delivery={delivery} />
          </>
        }
        side={
          <>
            <Panel title={t('Details')}>
              <Facts
                facts={[
                  [t('Event'), <CopyText key="event" text={delivery.eventId} label={t('event id')} />],
                  [t('Sequence'), String(delivery.eventSequence)],
                  [t('Kind'), DELIVERY_KIND_NAMES[delivery.kind]],
                  [t('Attempts'), String(delivery.attempts)],
                  [t('Last answer'), delivery.lastStatus],
                  [t('Last error'), delivery.lastError && written(delivery.lastError)],
                  [t('Created'), <TimeText key="created" at={delivery.createdAt} />],
                  [
                    t('Finished'),
                    delivery.finishedAt && <TimeText key="finished" at={delivery.finishedAt} />,
                  ],
                  [
                    t('Same event'),
                    <TextLink key="same" to={listPath('webhookDeliveries', { eventId: delivery.eventId })}>
                      {t('all its deliveries')}
                    </TextLink>,
                  ],
                ]}
              />
            </Panel>
            {/* Another delivery's answer must not stay. */}
            {delivery.body !== null && <VerificationPanel key={delivery.id} delivery={delivery} />}
          </>
        }
      />
    </>
  );
}

function Body({ delivery: { body, bodyIsAsSent } }: { delivery: WebhookDelivery }) {
  // A list has left its row here, without the body.
  if (body === undefined) return null;
  return (
    <Panel title={t('Body of the request')}>
      {body === null && (
        <Box sx={{ color: 'text.secondary' }}>{t('The event was removed by age, and its body with it.')}</Box>
      )}
      {bodyIsAsSent === false && (
        <Alert severity="info" sx={{ mb: 1 }}>
          {t(
            'This is not the body that was sent: the event shows less now, because its user was anonymised.',
          )}
        </Alert>
      )}
      {body !== null && <TextBlock label={t('Body')} text={body} />}
    </Panel>
  );
}
