import type { WebhookDeliveryKind, WebhookDeliveryStatus } from '@paydesk/types/rules';
import { t } from '../texts/t.ts';

export const DELIVERY_STATUS_NAMES: Record<WebhookDeliveryStatus, string> = {
  pending: t('Pending'),
  delivered: t('Delivered'),
  failed: t('Failed'),
  skipped: t('Skipped'),
};

export const DELIVERY_KIND_NAMES: Record<WebhookDeliveryKind, string> = {
  event: t('Event'),
  resend: t('Resend'),
  test: t('Test'),
};
