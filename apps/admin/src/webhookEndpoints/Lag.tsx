import type { WebhookEndpoint } from '../providers/records.ts';
import { useHeadSequence } from './useHeadSequence.ts';
import { plural, t } from '../texts/t.ts';

/** How many events the endpoint's cursor is behind; those of other types count until they are passed over. */
export function Lag({ endpoint: { cursor } }: { endpoint: WebhookEndpoint }) {
  const head = useHeadSequence();
  if (head === undefined) return <span>–</span>;
  const behind = Math.max(0, head - cursor);
  if (behind === 0) return <span>{t('none')}</span>;
  return <span>{plural(behind, { one: '{count} event', other: '{count} events' })}</span>;
}
