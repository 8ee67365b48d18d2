import { RowLink } from '../fields/RowLink.tsx';
import { SuspenseStatusBadge } from './statusBadges.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { UserLink } from './UserLink.tsx';
import { CardRow } from '../lists/CardRow.tsx';
import type { Column } from '../lists/ListBody.tsx';
import type { SuspenseItem } from '../providers/records.ts';
import { SUSPENSE_REASON_NAMES, SUSPENSE_REASON_WORDS } from './suspenseReasons.ts';
import { Worth } from './Worth.tsx';

const Reason = ({ item }: { item: SuspenseItem }) => (
  <RowLink resource="suspense" id={item.id} title={SUSPENSE_REASON_WORDS[item.reason]}>
    {SUSPENSE_REASON_NAMES[item.reason]}
  </RowLink>
);

export const suspenseColumns: readonly Column<SuspenseItem>[] = [
  { label: 'Reason', render: (item) => <Reason item={item} /> },
  { label: 'Suggested user', render: (item) => (item.userId ? <UserLink id={item.userId} /> : 'unknown') },
  { label: 'Worth', sort: 'amountUsd', number: true, render: (item) => <Worth item={item} /> },
  { label: 'Received', number: true, from: 'md', render: (item) => `${item.amount} ${item.currencyCode}` },
  { label: 'Status', render: (item) => <SuspenseStatusBadge status={item.status} /> },
  { label: 'Age', sort: 'createdAt', render: (item) => <TimeText at={item.createdAt} ago /> },
];

export const SuspenseCard = ({ item }: { item: SuspenseItem }) => (
  <CardRow
    title={<Reason item={item} />}
    amount={<Worth item={item} />}
    badge={<SuspenseStatusBadge status={item.status} />}
    details={
      <>
        {item.userId ? <UserLink id={item.userId} /> : 'user unknown'} · {item.amount} {item.currencyCode} ·{' '}
        <TimeText at={item.createdAt} ago />
      </>
    }
  />
);
