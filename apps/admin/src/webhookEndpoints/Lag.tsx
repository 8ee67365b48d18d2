import type { WebhookEndpoint } from '../providers/records.ts';
import { useHeadSequence } from './useHeadSequence.ts';

const count = new Intl.NumberFormat('en-US');

/** How many events the endpoint's cursor is behind; those of other types count until they are passed over. */
export function Lag({ endpoint: { cursor } }: { endpoint: WebhookEndpoint }) {
  const head = useHeadSequence();
  if (head === undefined) return <span>–</span>;
  const behind = Math.max(0, head - cursor);
  if (behind === 0) return <span>none</span>;
  return <span>{behind === 1 ? '1 event' : `${count.format(behind)} events`}</span>;
}
