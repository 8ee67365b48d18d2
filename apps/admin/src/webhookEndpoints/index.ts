import { lazy } from 'react';

export const webhookEndpoints = {
  name: 'webhookEndpoints',
  options: { label: 'Webhooks' },
  list: lazy(async () => ({ default: (await import('./WebhookEndpointList.tsx')).WebhookEndpointList })),
  show: lazy(async () => ({ default: (await import('./WebhookEndpointShow.tsx')).WebhookEndpointShow })),
};
