import { statusLabel } from '@paydesk/types/rules';
import { type Moment, Timeline } from '../records/Timeline.tsx';
import type { Payment } from '../providers/records.ts';

/** The moments that the payment itself remembers. */
export function PaymentTimeline({ payment }: { payment: Payment }) {
  const moments: Moment[] = [{ key: 'created', at: payment.createdAt, what: 'Created' }];
  if (payment.completedAt)
    moments.push({ key: 'completed', at: payment.completedAt, what: 'Completed and credited' });
  else if (payment.status !== 'pending')
    moments.push({
      key: 'status',
      at: payment.statusChangedAt,
      what: `Became ${statusLabel(payment.status).toLowerCase()}`,
    });
  if (payment.expiresAt && payment.isPending)
    moments.push({
      key: 'expires',
      at: payment.expiresAt,
      what: new Date(payment.expiresAt) > new Date() ? 'The address is valid until' : 'The address expired',
    });
  return <Timeline moments={moments} />;
}
