import { Box } from '@mui/material';
import { Ellipsis } from '../fields/Ellipsis.tsx';
import { RowLink } from '../fields/links.tsx';
import { TimeText } from '../fields/TimeText.tsx';
import { Usd } from '../fields/Usd.tsx';
import { CardRow } from '../lists/Cards.tsx';
import type { Column } from '../lists/ListBody.tsx';
import type { SuspenseItem } from '../providers/records.ts';
import { UserLink } from './people.tsx';
import { RowPeople } from './RowPeople.tsx';
import { isPriceless, receivedText } from './suspenseAmounts.ts';
import { SuspenseStatusBadge } from './statusBadges.tsx';
import { SUSPENSE_REASON_NAMES, SUSPENSE_REASON_TEXTS } from './suspenseReasons.ts';
import { t } from '../texts/t.ts';

const Reason = ({ item }: { item: SuspenseItem }) => (
  <Box sx={{ display: 'flex', alignItems: 'center', minWidth: 0 }}>
    <RowLink resource="suspense" id={item.id} title={SUSPENSE_REASON_TEXTS[item.reason]}>
      {SUSPENSE_REASON_NAMES[item.reason]}
    </RowLink>
    <RowPeople subjectKind="suspense" subjectId={item.id} />
  </Box>
);

export const suspenseColumns: readonly Column<SuspenseItem>[] = [
  { key: 'Reason', label: t('Reason'), render: (item) => <Reason item={item} /> },
  {
    key: 'Suggested user',
    label: t('Suggested user'),
    render: (item) => (item.userId ? <UserLink id={item.userId} /> : t('unknown')),
  },
  {
    key: 'Worth',
    label: t('Worth'),
    sort: 'amountUsd',
    number: true,
    render: (item) => <Worth item={item} />,
  },
  { key: 'Received', label: t('Received'), number: true, from: 'md', render: (item) => receivedText(item) },
  { key: 'Status', label: t('Status'), render: (item) => <SuspenseStatusBadge status={item.status} /> },
  { key: 'Age', label: t('Age'), sort: 'createdAt', render: (item) => <TimeText at={item.createdAt} ago /> },
  {
    key: 'Created',
    label: t('Created'),
    sort: 'createdAt',
    isExtra: true,
    render: (item) => <TimeText at={item.createdAt} />,
  },
  {
    key: 'Provider id',
    label: t('Provider id'),
    isExtra: true,
    render: (item) => <Ellipsis text={item.providerPaymentId ?? '–'} width={150} mono />,
  },
];

export const SuspenseCard = ({ item }: { item: SuspenseItem }) => (
  <CardRow
    title={<Reason item={item} />}
    amount={<Worth item={item} />}
    badge={<SuspenseStatusBadge status={item.status} />}
    details={
      <>
        {item.userId ? <UserLink id={item.userId} /> : t('user unknown')} · {receivedText(item)} ·{' '}
        <TimeText at={item.createdAt} ago />
      </>
    }
  />
);

/** What an item is worth, or that it has no price yet. */
export const Worth = ({ item, strong }: { item: SuspenseItem; strong?: boolean }) =>
  isPriceless(item) ? (
    <span>{t('not priced')}</span>
  ) : (
    <Usd amount={item.amountUsd} {...(strong && { strong })} />
  );
