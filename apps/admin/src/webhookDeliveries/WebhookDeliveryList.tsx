import { EVENT_TYPES, WEBHOOK_DELIVERY_KINDS, WEBHOOK_DELIVERY_STATUSES } from '@paydesk/types/rules';
import { useGetList } from 'react-admin';
import { EmptyState } from '../fields/states.tsx';
import { FilterBar, ActiveFilterChip } from '../filters/FilterBar.tsx';
import type { FilterField } from '../filters/filterFields.ts';
import { type Choice, SelectFilter } from '../filters/SelectFilter.tsx';
import { ListPage } from '../lists/ListPage.tsx';
import type { WebhookDelivery, WebhookEndpoint } from '../providers/records.ts';
import { deliveryColumns, DeliveryCard } from '../records/webhookDeliveryColumns.tsx';
import { DELIVERY_KIND_NAMES, DELIVERY_STATUS_NAMES } from '../records/webhookNames.ts';
import { t } from '../texts/t.ts';

const STATUSES: readonly Choice[] = WEBHOOK_DELIVERY_STATUSES.map((id) => ({
  id,
  name: DELIVERY_STATUS_NAMES[id],
}));
const KINDS: readonly Choice[] = WEBHOOK_DELIVERY_KINDS.map((id) => ({ id, name: DELIVERY_KIND_NAMES[id] }));
const TYPES: readonly Choice[] = EVENT_TYPES.map((id) => ({ id, name: id }));

const more: readonly FilterField[] = [{ kind: 'dates', label: t('Sent') }];

/** What was sent to the endpoints, and what came of it. */
export const WebhookDeliveryList = () => (
  <ListPage<WebhookDelivery>
    resource="webhookDeliveries"
    title={t('Webhook deliveries')}
    hint={t('What was sent to the endpoints, and what came of it.')}
    filters={
      <FilterBar chips={<ActiveFilterChip name="eventId" label={t('Event')} />} more={more}>
        <EndpointFilter />
        <SelectFilter name="status" label={t('State')} choices={STATUSES} />
        <SelectFilter name="eventType" label={t('Event type')} choices={TYPES} />
        <SelectFilter name="kind" label={t('Kind')} choices={KINDS} />
      </FilterBar>
    }
    sort={{ field: 'createdAt', order: 'DESC' }}
    columns={deliveryColumns}
    card={(delivery) => <DeliveryCard delivery={delivery} />}
    empty={
      <EmptyState title={t('Nothing was sent yet.')}>
        {t('Deliveries appear here once an endpoint is enabled and something happens.')}
      </EmptyState>
    }
  />
);

/** One of the endpoints, disabled ones included. */
function EndpointFilter() {
  const { data = [] } = useGetList<WebhookEndpoint>('webhookEndpoints', {
    pagination: { page: 1, perPage: 100 },
    sort: { field: 'url', order: 'ASC' },
  });
  return (
    <SelectFilter
      name="endpointId"
      label={t('Endpoint')}
      choices={data.map(({ id, url, description }) => ({
        id,
        name: shorten(description ? `${description} (${url})` : url),
      }))}
    />
  );
}

const MAX_NAME = 60;
const shorten = (text: string): string => (text.length > MAX_NAME ? `${text.slice(0, MAX_NAME - 1)}…` : text);
