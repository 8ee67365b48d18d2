import { statusLabel } from '@paydesk/types/rules';
import type { Payment } from '../providers/records.ts';
import { type TimelineEvent, Timeline } from '../records/Timeline.tsx';

/** The events that the payment itself records. */
export function PaymentTimeline({ payment }: { payment: Payment }) {
  const events: TimelineEvent[] = [{ key: 'created', at: payment.createdAt, what: 'Created' }];
  if (payment.completedAt)
    events.push({ key: 'completed', at: payment.completedAt, what: 'Completed and credited' });
  else if (payment.status !== 'pending')
    events.push({
      key: 'status',
      at: payment.statusChangedAt,
      what: `Became ${statusLabel(payment.status).toLowerCase()}`,
    });
  if (payment.expiresAt && payment.isPending)
    events.push({
      key: 'expires',
      at: payment.expiresAt,
      what: new Date(payment.expiresAt) > new Date() ? 'The address is valid until' : 'The address expired',
    });
  return <Timeline events={events} />;
}
