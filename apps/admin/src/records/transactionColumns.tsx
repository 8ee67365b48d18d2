import { statusLabel } from '@paydesk/types/rules';
import { Ellipsis } from '../fields/Ellipsis.tsx';
import { RowLink } from '../fields/links.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import type { LedgerRow } from '../providers/records.ts';
import { UserLink } from './people.tsx';
import { TransactionTypeBadge } from './statusBadges.tsx';

const Open = ({ row }: { row: LedgerRow }) => (
  <RowLink
    resource="transactions"
    id={row.id}
    title={`${statusLabel(row.transactionType)}, row ${row.seq} of this user`}
  >{`Row ${row.seq}`}</RowLink>
);

export const transactionColumns: readonly Column<LedgerRow>[] = [
  { label: 'Row', render: (row) => <Open row={row} /> },
  { label: 'User', render: (row) => <UserLink id={row.userId} /> },
  { label: 'Type', render: (row) => <TransactionTypeBadge type={row.transactionType} /> },
  {
    label: 'Amount',
    sort: 'amountUsd',
    number: true,
    render: (row) => <Usd amount={row.amountUsd} signed />,
  },
  { label: 'Balance after', number: true, from: 'md', render: (row) => <Usd amount={row.balanceAfter} /> },
  {
    label: 'Description',
    from: 'lg',
    render: (row) => <Ellipsis text={row.description || '–'} width={220} />,
  },
  { label: 'Time', sort: 'createdAt', render: (row) => <TimeText at={row.createdAt} /> },
  {
    label: 'Order id',
    isExtra: true,
    render: (row) => <Ellipsis text={row.orderId ?? '–'} width={150} />,
  },
];

/** The same without the user, for a user's own page. */
export const transactionColumnsOfUser = transactionColumns.filter(
  ({ label, isExtra }) => !isExtra && label !== 'User',
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
        After: <Usd amount={row.balanceAfter} /> · <TimeText at={row.createdAt} ago />
      </>
    }
  />
);
