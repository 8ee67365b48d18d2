import { lazy } from 'react';
import { t } from '../texts/t.ts';

export const webhookEndpoints = {
  name: 'webhookEndpoints',
  options: { label: t('Webhooks') },
  list: lazy(async () => ({ default: (await import('./pages.ts')).WebhookEndpointList })),
  show: lazy(async () => ({ default: (await import('./pages.ts')).WebhookEndpointShow })),
};
