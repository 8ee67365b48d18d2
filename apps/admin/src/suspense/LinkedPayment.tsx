import { useGetOne } from 'react-admin';
import { Facts } from '../fields/Facts.tsx';
import { RowLink } from '../fields/links.tsx';
import { Panel } from '../fields/Panel.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import type { Payment } from '../providers/records.ts';
import { PaymentStatusBadge } from '../records/statusBadges.tsx';
import { t } from '../texts/t.ts';
import { Rich } from '../texts/Rich.tsx';

/** The payment that the money belongs to, and its parent payment. */
export function LinkedPayment({ id }: { id: string | null }) {
  const { data: payment } = useGetOne<Payment>('payments', { id: id ?? '' }, { enabled: id !== null });
  const parentId = payment?.parentPaymentId ?? null;
  if (id === null)
    return <Panel title={t('Payment')}>{t('This money does not belong to a payment of this desk.')}</Panel>;
  return (
    <Panel title={t('Payment')} action={payment && <PaymentStatusBadge status={payment.status} />}>
      {payment && (
        <Facts
          dense
          facts={[
            [
              t('Payment'),
              <RowLink key="id" resource="payments" id={id} mono>
                {payment.internalPaymentId}
              </RowLink>,
            ],
            [t('Requested'), parentId === null && <Requested key="requested" payment={payment} />],
            [t('Credited'), parentId === null && <Usd key="credited" amount={payment.creditedAmountUsd} />],
            [t('Created'), <TimeText key="created" at={payment.createdAt} />],
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
      <p style={{ margin: '12px 0 6px' }}>{t('Sent to the address of an earlier payment:')}</p>
      <Facts
        dense
        facts={[
          [
            t('First payment'),
            <RowLink key="id" resource="payments" id={id} mono>
              {parent.internalPaymentId}
            </RowLink>,
          ],
          [t('Requested'), <Requested key="requested" payment={parent} />],
          [t('Credited'), <Usd key="credited" amount={parent.creditedAmountUsd} />],
          [t('Status'), <PaymentStatusBadge key="status" status={parent.status} />],
        ]}
      />
    </>
  );
}

const Requested = ({ payment }: { payment: Payment }) => (
  <Rich
    text={t('<amount></amount> in {currency}', { currency: payment.currencyDisplayName })}
    tags={{ amount: () => <Usd amount={payment.amountUsd} /> }}
  />
);
