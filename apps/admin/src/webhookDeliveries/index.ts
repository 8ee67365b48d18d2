import { lazy } from 'react';
import { t } from '../texts/t.ts';

export const webhookDeliveries = {
  name: 'webhookDeliveries',
  options: { label: t('Webhook deliveries') },
  list: lazy(async () => ({ default: (await import('./pages.ts')).WebhookDeliveryList })),
  show: lazy(async () => ({ default: (await import('./pages.ts')).WebhookDeliveryShow })),
};
