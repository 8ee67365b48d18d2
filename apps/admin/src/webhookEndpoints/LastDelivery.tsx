import { Box } from '@mui/material';
import { useGetList } from 'react-admin';
import { RowLink } from '../fields/links.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import type { WebhookDelivery } from '../providers/records.ts';
import { DeliveryStatusBadge } from '../records/webhookBadges.tsx';
import { t } from '../texts/t.ts';

/** The newest delivery of an endpoint: what came of it, and when. */
export function LastDelivery({ endpointId }: { endpointId: string }) {
  const { data, isPending, error } = useGetList<WebhookDelivery>('webhookDeliveries', {
    pagination: { page: 1, perPage: 1 },
    sort: { field: 'createdAt', order: 'DESC' },
    filter: { endpointId },
  });
  if (error) return <span>{t('not known')}</span>;
  if (isPending) return <span aria-busy>…</span>;
  const [last] = data;
  if (!last) return <span>{t('none yet')}</span>;
  return (
    <Box component="span" sx={{ display: 'inline-flex', alignItems: 'center', gap: 1 }}>
      <DeliveryStatusBadge status={last.status} />
      <RowLink resource="webhookDeliveries" id={last.id} title={last.eventType}>
        <TimeText at={last.createdAt} ago />
      </RowLink>
    </Box>
  );
}
