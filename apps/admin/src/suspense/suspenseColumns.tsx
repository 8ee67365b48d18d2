import { statusLabel } from '@paydesk/types/rules';
import { RowLink } from '../fields/RowLink.tsx';
import { SuspenseStatusBadge } from '../fields/statusBadges.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import { UserLink } from '../fields/UserLink.tsx';
import { CardRow } from '../layout/CardRow.tsx';
import type { Column } from '../layout/ListBody.tsx';
import type { SuspenseItem } from '../providers/wire.ts';

export const suspenseColumns: readonly Column<SuspenseItem>[] = [
  { label: 'Reason', render: (item) => <RowLink resource="suspense" id={item.id}>{statusLabel(item.reason)}</RowLink> },
  { label: 'User', render: (item) => (item.userId ? <UserLink id={item.userId} /> : 'unknown') },
  { label: 'Worth', sort: 'amountUsd', number: true, render: (item) => <Usd amount={item.amountUsd} /> },
  { label: 'Received', number: true, from: 'md', render: (item) => `${item.amount} ${item.currencyCode}` },
  { label: 'Status', render: (item) => <SuspenseStatusBadge status={item.status} /> },
  { label: 'Age', sort: 'createdAt', render: (item) => <TimeText at={item.createdAt} ago /> },
];

export const SuspenseCard = ({ item }: { item: SuspenseItem }) => (
  <CardRow
    title={<RowLink resource="suspense" id={item.id}>{statusLabel(item.reason)}</RowLink>}
    amount={<Usd amount={item.amountUsd} />}
    badge={<SuspenseStatusBadge status={item.status} />}
    details={<>{item.userId ? <UserLink id={item.userId} /> : 'user unknown'} · <TimeText at={item.createdAt} ago /></>}
  />
);
