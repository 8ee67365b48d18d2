import { lazy } from 'react';

export const webhookDeliveries = {
  name: 'webhookDeliveries',
  options: { label: 'Webhook deliveries' },
  list: lazy(async () => ({ default: (await import('./pages.ts')).WebhookDeliveryList })),
  show: lazy(async () => ({ default: (await import('./pages.ts')).WebhookDeliveryShow })),
};
