import { lazy } from 'react';

export const webhookEndpoints = {
  name: 'webhookEndpoints',
  options: { label: 'Webhooks' },
  list: lazy(async () => ({ default: (await import('./pages.ts')).WebhookEndpointList })),
  show: lazy(async () => ({ default: (await import('./pages.ts')).WebhookEndpointShow })),
};
