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

/** One endpoint: whether events arrive there, its secrets, and what was sent. */
export const WebhookEndpointShow = () => (
  <ShowPage<WebhookEndpoint>
    resource="webhookEndpoints"
    // What waits moves its cursor, without an event.
  >
    {(endpoint) => <Page endpoint={endpoint} />}
  </ShowPage>
);

const Page = ({ endpoint }: { endpoint: WebhookEndpoint }) => (
  <>
    <PageHeader
      title={endpoint.description || 'Webhook endpoint'}
      badge={<EndpointStateBadge endpoint={endpoint} />}
      hint={<CopyText text={endpoint.url} label="URL" />}
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
            title="Newest deliveries"
            resource="webhookDeliveries"
            filter={{ endpointId: endpoint.id }}
            columns={deliveryColumnsOfEndpoint}
            card={(delivery) => <DeliveryCard delivery={delivery} withEndpoint={false} />}
            limit={10}
            empty="Nothing was sent yet."
          />
          <EndpointSecrets endpoint={endpoint} />
        </>
      }
      side={
        <>
          <Panel title="Details">
            <Facts
              facts={[
                ['URL', endpoint.url],
                ['Description', endpoint.description],
                ['Event types', <EventTypes key="types" eventTypes={endpoint.eventTypes} />],
                ['Delivered up to', `sequence ${endpoint.cursor}`],
                ['Behind', <Lag key="lag" endpoint={endpoint} />],
                ['Created', <TimeText key="created" at={endpoint.createdAt} />],
                ['Created by', endpoint.createdByName],
                ['Updated', <TimeText key="updated" at={endpoint.updatedAt} />],
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
  if (eventTypes === null) return 'all, also those of later versions';
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
