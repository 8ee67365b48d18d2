import type { EventResource } from '@paydesk/types/rules';
import { t } from '../texts/t.ts';

/** What an event is about. */
export const EVENT_RESOURCE_NAMES: Record<EventResource, string> = {
  payment: t('Payment'),
  suspense_item: t('Suspense item'),
  transaction: t('Transaction'),
  withdrawal: t('Withdrawal'),
  payout_stop: t('Payout stop'),
  user: t('User'),
  change_request: t('Change request'),
  policy: t('Policy'),
  currency: t('Currency'),
  provider: t('Provider'),
  verification: t('Verification'),
  desk_restore: t('Restore of the database'),
  ledger_seal: t('Ledger seal'),
  webhook_endpoint: t('Webhook endpoint'),
};
