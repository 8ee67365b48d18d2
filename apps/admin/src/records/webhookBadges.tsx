import type { BadgeColor } from '@paydesk/types/rules';
import { Badge } from '../fields/Badge.tsx';
import type { WebhookDelivery, WebhookEndpoint } from '../providers/records.ts';
import { t } from '../texts/t.ts';
import { DELIVERY_STATUS_NAMES } from './webhookNames.ts';

/** Whether events are sent to an endpoint, and whether they arrive. */
export function EndpointStateBadge({ endpoint }: { endpoint: WebhookEndpoint }) {
  if (!endpoint.isEnabled) return <Badge color="danger">{t('Disabled')}</Badge>;
  return endpoint.failingSince === null ? (
    <Badge color="success">{t('Enabled')}</Badge>
  ) : (
    <Badge color="warning">{t('Failing')}</Badge>
  );
}

const DELIVERY_COLORS: Record<WebhookDelivery['status'], BadgeColor> = {
  pending: 'info',
  delivered: 'success',
  failed: 'danger',
  skipped: 'secondary',
};

export const DeliveryStatusBadge = ({ status }: { status: WebhookDelivery['status'] }) => (
  <Badge color={DELIVERY_COLORS[status]}>{DELIVERY_STATUS_NAMES[status]}</Badge>
);
