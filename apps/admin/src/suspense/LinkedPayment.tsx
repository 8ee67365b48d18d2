import { useGetOne } from 'react-admin';
import { Facts } from '../fields/Facts.tsx';
import { RowLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import type { Payment } from '../providers/records.ts';
import { PaymentStatusBadge } from '../records/statusBadges.tsx';

/** The payment that the money belongs to, and its parent payment. */
export function LinkedPayment({ id }: { id: string | null }) {
  const { data: payment } = useGetOne<Payment>('payments', { id: id ?? '' }, { enabled: id !== null });
  const parentId = payment?.parentPaymentId ?? null;
  if (id === null)
    return <Panel title="Payment">This money does not belong to a payment of this desk.</Panel>;
  return (
    <Panel title="Payment" action={payment && <PaymentStatusBadge status={payment.status} />}>
      {payment && (
        <Facts
          dense
          facts={[
            [
              'Payment',
              <RowLink key="id" resource="payments" id={id} mono>
                {payment.internalPaymentId}
              </RowLink>,
            ],
            [
              'Requested',
              parentId === null && (
                <>
                  <Usd amount={payment.amountUsd} /> in {payment.currencyDisplayName}
                </>
              ),
            ],
            ['Credited', parentId === null && <Usd key="credited" amount={payment.creditedAmountUsd} />],
            ['Created', <TimeText key="created" at={payment.createdAt} />],
          ]}
        />
      )}
      {parentId !== null && <Parent id={parentId} />}
    </Panel>
  );
}

function Parent({ id }: { id: string }) {
  const { data: parent } = useGetOne<Payment>('payments', { id });
  if (!parent) return null;
  return (
    <>
      <p style={{ margin: '12px 0 6px' }}>Sent to the address of an earlier payment:</p>
      <Facts
        dense
        facts={[
          [
            'First payment',
            <RowLink key="id" resource="payments" id={id} mono>
              {parent.internalPaymentId}
            </RowLink>,
          ],
          [
            'Requested',
            <>
              <Usd amount={parent.amountUsd} /> in {parent.currencyDisplayName}
            </>,
          ],
          ['Credited', <Usd key="credited" amount={parent.creditedAmountUsd} />],
          ['Status', <PaymentStatusBadge key="status" status={parent.status} />],
        ]}
      />
    </>
  );
}
