import FlagIcon from '@mui/icons-material/FlagOutlined';
import { Tooltip } from '@mui/material';
import { Ellipsis } from '../fields/Ellipsis.tsx';
import { RowLink } from '../fields/links.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import type { Payment } from '../providers/records.ts';
import { attentionDetails } from './paymentAttention.ts';
import { UserLink } from './people.tsx';
import { PaymentStatusBadge } from './statusBadges.tsx';
import { t } from '../texts/t.ts';

const Status = ({ payment }: { payment: Payment }) => (
  <span className="side-by-side">
    <PaymentStatusBadge status={payment.status} />
    {payment.needsAttention && (
      <Tooltip title={attentionDetails(payment.needsAttention).name}>
        <FlagIcon
          fontSize="small"
          color="error"
          titleAccess={t('Needs attention: {flag}', {
            flag: attentionDetails(payment.needsAttention).name,
          })}
        />
      </Tooltip>
    )}
  </span>
);

/** A payment's columns, for its list and for the pages of others. */
export const paymentColumns: readonly Column<Payment>[] = [
  {
    key: 'Payment',
    label: t('Payment'),
    isCut: true,
    render: (payment) => (
      <RowLink resource="payments" id={payment.id} mono>
        {payment.internalPaymentId}
      </RowLink>
    ),
  },
  { key: 'User', label: t('User'), isCut: true, render: (payment) => <UserLink id={payment.userId} /> },
  {
    key: 'Amount',
    label: t('Amount'),
    sort: 'amountUsd',
    number: true,
    render: (payment) => <Usd amount={payment.amountUsd} />,
  },
  {
    key: 'Currency',
    label: t('Currency'),
    from: 'md',
    render: (payment) => <Ellipsis text={payment.currencyDisplayName} width={130} />,
  },
  {
    key: 'Credited',
    label: t('Credited'),
    number: true,
    from: 'lg',
    render: (payment) => <Usd amount={payment.creditedAmountUsd} />,
  },
  { key: 'Status', label: t('Status'), render: (payment) => <Status payment={payment} /> },
  {
    key: 'Created',
    label: t('Created'),
    sort: 'createdAt',
    render: (payment) => <TimeText at={payment.createdAt} />,
  },
  { key: 'Network', label: t('Network'), isExtra: true, render: (payment) => payment.networkName },
  {
    key: 'Received',
    label: t('Received'),
    number: true,
    isExtra: true,
    render: (payment) => <Usd amount={payment.actualAmountUsd} />,
  },
  {
    key: 'In suspense',
    label: t('In suspense'),
    number: true,
    isExtra: true,
    render: (payment) => <Usd amount={payment.suspenseAmountUsd} />,
  },
  {
    key: 'Order id',
    label: t('Order id'),
    isExtra: true,
    render: (payment) => <Ellipsis text={payment.orderId ?? '–'} width={150} />,
  },
  {
    key: 'Status since',
    label: t('Status since'),
    sort: 'statusChangedAt',
    isExtra: true,
    render: (payment) => <TimeText at={payment.statusChangedAt} />,
  },
  {
    key: 'Changed',
    label: t('Changed'),
    sort: 'updatedAt',
    isExtra: true,
    render: (payment) => <TimeText at={payment.updatedAt} />,
  },
];

const age: Column<Payment> = {
  key: 'Age',
  label: t('Age'),
  render: (payment) => <TimeText at={payment.createdAt} ago />,
};

/** The same for a user's own page, where there is less space. */
export const paymentColumnsOfUser = [
  ...paymentColumns.filter(({ label, isExtra }) => !isExtra && label !== t('User') && label !== t('Created')),
  age,
];

/** The same for the page of their currency. */
export const paymentColumnsOfCurrency = [
  ...paymentColumns.filter(({ key, isExtra }) => !isExtra && key !== 'Currency' && key !== 'Created'),
  age,
];

export const PaymentCard = ({ payment }: { payment: Payment }) => (
  <CardRow
    title={
      <RowLink resource="payments" id={payment.id} mono>
        {payment.internalPaymentId}
      </RowLink>
    }
    amount={<Usd amount={payment.amountUsd} />}
    badge={<Status payment={payment} />}
    details={
      <>
        <UserLink id={payment.userId} /> · {payment.currencyDisplayName} ·{' '}
        <TimeText at={payment.createdAt} ago />
      </>
    }
  />
);
