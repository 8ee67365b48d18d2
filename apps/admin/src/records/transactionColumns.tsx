import { Ellipsis } from '../fields/Ellipsis.tsx';
import { RowLink } from '../fields/links.tsx';
import { statusName } from '../fields/statusNames.ts';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import type { LedgerRow } from '../providers/records.ts';
import { UserLink } from './people.tsx';
import { TransactionTypeBadge } from './statusBadges.tsx';
import { t } from '../texts/t.ts';
import { Rich } from '../texts/Rich.tsx';

const Open = ({ row }: { row: LedgerRow }) => (
  <RowLink
    resource="transactions"
    id={row.id}
    title={t('{type}, row {seq} of this user', {
      type: statusName(row.transactionType),
      seq: String(row.seq),
    })}
  >
    {t('Row {seq}', { seq: String(row.seq) })}
  </RowLink>
);

export const transactionColumns: readonly Column<LedgerRow>[] = [
  { key: 'Row', label: t('Ledger row'), render: (row) => <Open row={row} /> },
  { key: 'User', label: t('User'), render: (row) => <UserLink id={row.userId} /> },
  { key: 'Type', label: t('Type'), render: (row) => <TransactionTypeBadge type={row.transactionType} /> },
  {
    key: 'Amount',
    label: t('Amount'),
    sort: 'amountUsd',
    number: true,
    render: (row) => <Usd amount={row.amountUsd} signed />,
  },
  {
    key: 'Balance after',
    label: t('Balance after'),
    number: true,
    from: 'md',
    render: (row) => <Usd amount={row.balanceAfter} />,
  },
  {
    key: 'Description',
    label: t('Description'),
    from: 'lg',
    render: (row) => <Ellipsis text={row.description || '–'} width={220} />,
  },
  { key: 'Time', label: t('Time'), sort: 'createdAt', render: (row) => <TimeText at={row.createdAt} /> },
  {
    key: 'Order id',
    label: t('Order id'),
    isExtra: true,
    render: (row) => <Ellipsis text={row.orderId ?? '–'} width={150} />,
  },
];

/** The same without the user, for a user's own page. */
export const transactionColumnsOfUser = transactionColumns.filter(
  ({ label, isExtra }) => !isExtra && label !== t('User'),
);

export const TransactionCard = ({ row }: { row: LedgerRow }) => (
  <CardRow
    title={
      <>
        <Open row={row} /> · <UserLink id={row.userId} />
      </>
    }
    amount={<Usd amount={row.amountUsd} signed />}
    badge={<TransactionTypeBadge type={row.transactionType} />}
    details={
      <>
        <Rich
          text={t('After: <amount></amount>')}
          tags={{ amount: () => <Usd amount={row.balanceAfter} /> }}
        />{' '}
        · <TimeText at={row.createdAt} ago />
      </>
    }
  />
);
