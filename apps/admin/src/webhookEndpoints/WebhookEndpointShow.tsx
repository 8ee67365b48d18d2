import { Facts } from '../fields/Facts.tsx';
import { CopyText } from '../fields/CopyText.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { RelatedRows } from '../lists/RelatedRows.tsx';
import { PageColumns } from '../pages/PageColumns.tsx';
import { PageHeader } from '../pages/PageHeader.tsx';
import { ShowPage } from '../pages/ShowPage.tsx';
import type { WebhookDelivery, WebhookEndpoint } from '../providers/records.ts';
import { AuditPanel } from '../records/AuditPanel.tsx';
import { EndpointStateBadge } from '../records/webhookBadges.tsx';
import { deliveryColumnsOfEndpoint, DeliveryCard } from '../records/webhookDeliveryColumns.tsx';
import { DisableEndpointButton } from './actions/DisableEndpointButton.tsx';
import { EditEndpointButton } from './actions/EditEndpointButton.tsx';
import { EnableEndpointButton } from './actions/EnableEndpointButton.tsx';
import { ReplayButton } from './actions/ReplayButton.tsx';
import { SendTestButton } from './actions/SendTestButton.tsx';
import { EndpointNotice } from './EndpointNotice.tsx';
import { EndpointSecrets } from './EndpointSecrets.tsx';
import { Lag } from './Lag.tsx';
import { asWritten, t } from '../texts/t.ts';

/** One endpoint: whether events arrive there, its secrets, and what was sent. */
export const WebhookEndpointShow = () => (
  <ShowPage<WebhookEndpoint> resource="webhookEndpoints">
    {(endpoint) => <Page endpoint={endpoint} />}
  </ShowPage>
);

const Page = ({ endpoint }: { endpoint: WebhookEndpoint }) => (
  <>
    <PageHeader
      title={endpoint.description ? asWritten(endpoint.description) : t('Webhook endpoint')}
      badge={<EndpointStateBadge endpoint={endpoint} />}
      hint={<CopyText text={endpoint.url} label={t('URL')} />}
      actions={
        <>
          <SendTestButton endpoint={endpoint} />
          <EditEndpointButton endpoint={endpoint} />
          <ReplayButton endpoint={endpoint} />
          {endpoint.isEnabled ? (
            <DisableEndpointButton endpoint={endpoint} />
          ) : (
            <EnableEndpointButton endpoint={endpoint} />
          )}
        </>
      }
    />
    <EndpointNotice endpoint={endpoint} />
    <PageColumns
      main={
        <>
          <RelatedRows<WebhookDelivery>
            title={t('Newest deliveries')}
            resource="webhookDeliveries"
            filter={{ endpointId: endpoint.id }}
            columns={deliveryColumnsOfEndpoint}
            card={(delivery) => <DeliveryCard delivery={delivery} withEndpoint={false} />}
            limit={10}
            empty={t('Nothing was sent yet.')}
          />
          <EndpointSecrets endpoint={endpoint} />
        </>
      }
      side={
        <>
          <Panel title={t('Details')}>
            <Facts
              facts={[
                [t('URL'), endpoint.url],
                [t('Description'), endpoint.description],
                [t('Event types'), <EventTypes key="types" eventTypes={endpoint.eventTypes} />],
                [t('Delivered up to'), t('sequence {cursor}', { cursor: String(endpoint.cursor) })],
                [t('Behind'), <Lag key="lag" endpoint={endpoint} />],
                [t('Created'), <TimeText key="created" at={endpoint.createdAt} />],
                [t('Created by'), endpoint.createdByName],
                [t('Updated'), <TimeText key="updated" at={endpoint.updatedAt} />],
              ]}
            />
          </Panel>
          <AuditPanel subjectId={endpoint.id} />
        </>
      }
    />
  </>
);

function EventTypes({ eventTypes }: { eventTypes: readonly string[] | null }) {
  if (eventTypes === null) return t('all, also those of later versions');
  return (
    <ul style={{ margin: 0, paddingLeft: 18 }}>
      {eventTypes.map((type) => (
        <li key={type} className="mono">
          {type}
        </li>
      ))}
    </ul>
  );
}
