import { Box } from '@mui/material';
import { useGetOne } from 'react-admin';
import { Ellipsis } from '../fields/Ellipsis.tsx';
import { RowLink } from '../fields/links.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import type { WebhookDelivery, WebhookEndpoint } from '../providers/records.ts';
import { DeliveryStatusBadge } from './webhookBadges.tsx';
import { t } from '../texts/t.ts';
import { DELIVERY_KIND_NAMES } from './webhookNames.ts';

/**
 * The endpoint of a delivery as a link: its description if it has one, as the ends of long URLs are cut; in full its
 * URL. There are few: each is loaded once for a whole list.
 */
export function EndpointLink({ id, full = false }: { id: string; full?: boolean }) {
  const { data, isPending } = useGetOne<WebhookEndpoint>('webhookEndpoints', { id });
  const url = data?.url;
  const name = full ? url : data?.description || url;
  const text = name ?? (isPending ? '…' : id.slice(-8));
  return (
    <Box
      component="span"
      sx={{
        display: 'inline-flex',
        maxWidth: full ? '100%' : { xs: '100%', sm: 110, lg: 180 },
        verticalAlign: 'bottom',
      }}
    >
      <RowLink resource="webhookEndpoints" id={id} title={url} wrap={full}>
        {text}
      </RowLink>
    </Box>
  );
}

/** The status of the last answer, or why there is none. */
const answerText = ({ lastStatus, lastError }: WebhookDelivery): string =>
  lastStatus === null ? (lastError ?? '–') : String(lastStatus);

export const deliveryColumns: readonly Column<WebhookDelivery>[] = [
  {
    key: 'Event type',
    label: t('Event type'),
    render: (delivery) => (
      <RowLink resource="webhookDeliveries" id={delivery.id} mono>
        {delivery.eventType}
      </RowLink>
    ),
  },
  {
    key: 'Sequence',
    label: t('Sequence'),
    number: true,
    from: 'lg',
    render: ({ eventSequence }) => eventSequence,
  },
  { key: 'Endpoint', label: t('Endpoint'), render: ({ endpointId }) => <EndpointLink id={endpointId} /> },
  { key: 'Kind', label: t('Kind'), from: 'lg', render: ({ kind }) => DELIVERY_KIND_NAMES[kind] },
  { key: 'State', label: t('State'), render: ({ status }) => <DeliveryStatusBadge status={status} /> },
  {
    key: 'Answer',
    label: t('Answer'),
    from: 'md',
    render: (delivery) => <Ellipsis text={answerText(delivery)} width={120} />,
  },
  { key: 'Attempts', label: t('Attempts'), number: true, from: 'xl', render: ({ attempts }) => attempts },
  {
    key: 'Created',
    label: t('Created'),
    sort: 'createdAt',
    render: ({ createdAt }) => <TimeText at={createdAt} />,
  },
];

/** For an endpoint's own page. */
export const deliveryColumnsOfEndpoint = deliveryColumns.filter(({ label }) => label !== t('Endpoint'));

/** On an endpoint's own page its name is left out. */
export const DeliveryCard = ({
  delivery,
  withEndpoint = true,
}: {
  delivery: WebhookDelivery;
  withEndpoint?: boolean;
}) => (
  <CardRow
    title={
      <RowLink resource="webhookDeliveries" id={delivery.id} mono>
        {delivery.eventType}
      </RowLink>
    }
    badge={<DeliveryStatusBadge status={delivery.status} />}
    details={
      <>
        {withEndpoint && (
          <div>
            <EndpointLink id={delivery.endpointId} />
          </div>
        )}
        {answerText(delivery)} · <TimeText at={delivery.createdAt} ago />
      </>
    }
  />
);
